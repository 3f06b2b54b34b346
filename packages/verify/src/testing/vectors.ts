import {
  checkpointOver,
  exportOf,
  keyOf,
  leafOf,
  leavesOf,
  logProofOf,
  proofFrom,
  rootOver,
  verifierOf,
} from './writer.ts'

/** The log of the README: three entries, and all that can be said about them. */
const origin = 'sotto/team_01k0example/1'
const key = keyOf(7)

const entry = (number: number, action: string, at: string) =>
  JSON.stringify({
    action,
    actor: { id: 'mem_01k0example', kind: 'member' },
    at,
    collection: 'contacts',
    details: null,
    event: `evt_${number}`,
    id: `aud_${number}`,
    key: 1,
    mac: 'bWFj',
    request: null,
    row: null,
    sealed: 'c2VhbGVk',
    target: null,
    team: 'team_01k0example',
    unit: `unit_${number}`,
    v: 1,
    writer: { id: 'w1', n: number, voided: [] },
  })

const entries = [
  entry(1, 'contact.created', '2026-05-03T09:00:00.000Z'),
  entry(2, 'contact.read', '2026-05-03T09:00:01.000Z'),
  entry(3, 'contact.updated', '2026-05-03T09:00:02.000Z'),
]
const leaves = leavesOf(entries)
const log = { origin, entries, key }

export const vectors = {
  origin,
  verifier: verifierOf(origin, key),
  leaves: entries.map((each) => leafOf(each).toString('hex')),
  root: rootOver(leaves).toString('base64'),
  checkpoint: checkpointOver(origin, leaves, key),
  earlier: checkpointOver(origin, leaves.slice(0, 2), key),
  export: exportOf(log),
  proof: logProofOf(log, 1),
  consistency: JSON.stringify({
    origin,
    first: 2,
    second: 3,
    proof: proofFrom(2, leaves).map((hash) => hash.toString('base64')),
  }),
}
