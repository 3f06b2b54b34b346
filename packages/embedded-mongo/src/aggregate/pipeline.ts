import { type Document, isDocument, type Value } from '../bson/values.ts'
import { CommandError, notImplemented, typeMismatch } from '../errors/command-error.ts'
import { parseQuery } from '../query/filter.ts'
import { countRows, execute, plan } from '../query/plan.ts'
import { Row } from '../query/row.ts'
import { parseSort } from '../query/sort.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import { countingOf } from './counting.ts'
import type { Stage, StageCompiler, StageContext, Variables } from './stage.ts'
import { groupStages } from './stages/group.ts'
import { documents, facet, lookup, unionWith } from './stages/join.ts'
import { selectStages } from './stages/select.ts'
import { shapeStages } from './stages/shape.ts'
import { unwind } from './stages/unwind.ts'

/** Made on first use: the stages that hold pipelines need this module. */
let known: Readonly<Record<string, StageCompiler>> | undefined

function stageCompilers(): Readonly<Record<string, StageCompiler>> {
  known ??= {
    ...selectStages,
    ...shapeStages,
    ...groupStages,
    $documents: documents,
    $facet: facet,
    $lookup: lookup,
    $unionWith: unionWith,
    $unwind: unwind,
  }
  return known
}

/** Stages that MongoDB has and this engine does not. */
const unsupported = new Set([
  '$bucketAuto',
  '$changeStreamSplitLargeEvent',
  '$collStats',
  '$currentOp',
  '$densify',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$planCacheStats',
  '$redact',
  '$search',
  '$searchMeta',
  '$setWindowFields',
  '$shardedDataDistribution',
  '$vectorSearch',
])

export interface NamedStage {
  readonly name: string
  readonly specification: Value
}

export function parseStages(pipeline: readonly Value[]): NamedStage[] {
  return pipeline.map((stage) => {
    if (!isDocument(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object")
    if (stage.size !== 1)
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.')
    const [[name, specification]] = [...stage] as [[string, Value]]
    return { name, specification }
  })
}

export function compileStages(pipeline: readonly NamedStage[], context: StageContext): Stage {
  const stages = stageCompilers()
  const compiled = pipeline.map(({ name, specification }) => {
    const compile = Object.hasOwn(stages, name) ? stages[name] : undefined
    if (compile) return compile(specification, context)
    if (unsupported.has(name)) throw notImplemented(`The stage ${name}`)
    throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`)
  })
  return (rows, variables) => compiled.reduce((input, stage) => stage(input, variables), rows)
}

export interface Source {
  /** What the plan of the leading stages is, for `explain`. */
  readonly collection: CollectionInfo | undefined
  rows(read: ReadContext, variables: Variables): Iterable<Row>
}

/** Compiles a pipeline over a collection. Filters and sorts at its beginning use indexes. */
export function compilePipeline(
  collection: CollectionInfo | undefined,
  pipeline: readonly NamedStage[],
  context: StageContext,
  hint?: Value,
): Source {
  let used = 0
  const filters: Document[] = []
  while (pipeline[used]?.name === '$match') {
    const { specification } = pipeline[used] as NamedStage
    if (!isDocument(specification)) break
    filters.push(specification)
    used += 1
  }
  const filter: Document =
    filters.length === 1 ? (filters[0] as Document) : filters.length === 0 ? new Map() : new Map([['$and', filters]])
  parseQuery(filter, context)
  const next = pipeline[used]
  const order = next?.name === '$sort' && isDocument(next.specification) ? parseSort(next.specification) : []
  const whole = compileStages(pipeline.slice(used), context)
  const withoutSort = order.length > 0 ? compileStages(pipeline.slice(used + 1), context) : whole
  const counting = countingOf(pipeline.slice(used))
  return {
    collection,
    rows: (read, variables) => {
      if (!collection) return whole([], variables)
      const predicate = parseQuery(filter, context, variables)
      const { access, sorted } = plan(collection, predicate, order, hint)
      const examined = { keys: 0, documents: 0, check: context.checkTime }
      if (counting) {
        const found = countRows(read, collection, access, predicate, examined, counting.most)
        const counted = counting.result(found - counting.skip)
        return counted ? [Row.made(counted)] : []
      }
      const found = execute(read, collection, access, predicate, examined)
      return (sorted ? withoutSort : whole)(found, variables)
    },
  }
}
