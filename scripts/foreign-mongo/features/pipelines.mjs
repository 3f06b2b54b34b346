import { deepEqual, equal } from 'node:assert/strict'

const people = [
  { _id: 1, team: 'a', name: 'Ann', age: 30, boss: null, tags: ['x', 'y'] },
  { _id: 2, team: 'a', name: 'Bob', age: 40, boss: 1, tags: ['y'] },
  { _id: 3, team: 'b', name: 'Cid', age: 50, boss: 2, tags: [] },
]

const stage = (name, pipeline, expected) => ({
  name,
  run: async ({ db }) => {
    await db.collection('people').insertMany(people)
    await db.collection('teams').insertMany([
      { _id: 'a', title: 'Alpha' },
      { _id: 'b', title: 'Beta' },
    ])
    deepEqual(await db.collection('people').aggregate(pipeline).toArray(), expected)
  },
})

export const pipelines = [
  stage(
    '$match, $group, $sort',
    [
      { $match: { age: { $gte: 30 } } },
      { $group: { _id: '$team', n: { $sum: 1 }, avg: { $avg: '$age' } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', n: 2, avg: 35 },
      { _id: 'b', n: 1, avg: 50 },
    ],
  ),
  stage(
    '$lookup with localField and pipeline',
    [
      { $match: { _id: 3 } },
      {
        $lookup: {
          from: 'teams',
          localField: 'team',
          foreignField: '_id',
          let: { age: '$age' },
          pipeline: [{ $match: { $expr: { $gt: ['$$age', 45] } } }, { $project: { _id: 0 } }],
          as: 'found',
        },
      },
      { $project: { found: 1 } },
    ],
    [{ _id: 3, found: [{ title: 'Beta' }] }],
  ),
  stage(
    '$facet with $count, $sortByCount, $bucket',
    [
      {
        $facet: {
          total: [{ $count: 'n' }],
          tags: [{ $unwind: '$tags' }, { $sortByCount: '$tags' }],
          ages: [{ $bucket: { groupBy: '$age', boundaries: [0, 40, 100] } }],
        },
      },
    ],
    [
      {
        total: [{ n: 3 }],
        tags: [
          { _id: 'y', count: 2 },
          { _id: 'x', count: 1 },
        ],
        ages: [
          { _id: 0, count: 1 },
          { _id: 40, count: 2 },
        ],
      },
    ],
  ),
  stage(
    '$graphLookup',
    [
      { $match: { _id: 3 } },
      {
        $graphLookup: {
          from: 'people',
          startWith: '$boss',
          connectFromField: 'boss',
          connectToField: '_id',
          as: 'up',
          depthField: 'd',
        },
      },
      { $project: { up: { $sortArray: { input: { $map: { input: '$up', in: '$$this.name' } }, sortBy: 1 } } } },
    ],
    [{ _id: 3, up: ['Ann', 'Bob'] }],
  ),
  stage(
    '$setWindowFields',
    [
      {
        $setWindowFields: {
          partitionBy: '$team',
          sortBy: { age: 1 },
          output: { run: { $sum: '$age', window: { documents: ['unbounded', 'current'] } } },
        },
      },
      { $sort: { _id: 1 } },
      { $project: { run: 1 } },
    ],
    [
      { _id: 1, run: 30 },
      { _id: 2, run: 70 },
      { _id: 3, run: 50 },
    ],
  ),
  stage(
    '$unionWith, $replaceWith, $unset',
    [
      { $unionWith: { coll: 'teams', pipeline: [{ $unset: '_id' }] } },
      { $match: { title: { $exists: true } } },
      { $replaceWith: { found: '$title' } },
    ],
    [{ found: 'Alpha' }, { found: 'Beta' }],
  ),
  {
    name: '$merge and $out',
    run: async ({ db }) => {
      await db.collection('people').insertMany(people)
      await db.collection('sums').insertOne({ _id: 'a', kept: true })
      const group = { $group: { _id: '$team', n: { $sum: 1 } } }
      await db
        .collection('people')
        .aggregate([group, { $merge: { into: 'sums' } }])
        .toArray()
      deepEqual(await db.collection('sums').find().sort({ _id: 1 }).toArray(), [
        { _id: 'a', kept: true, n: 2 },
        { _id: 'b', n: 1 },
      ])
      await db
        .collection('people')
        .aggregate([group, { $out: 'sums' }])
        .toArray()
      equal(await db.collection('sums').countDocuments({ kept: true }), 0)
    },
  },
]
