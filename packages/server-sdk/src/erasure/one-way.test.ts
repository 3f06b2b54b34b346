import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const sources = globSync('**/*.ts', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !/\.test\.ts$|(^|\/)testing\//.test(path))
  .map((path) => [path, readFileSync(root + path, 'utf8')] as const)

const filesWith = (pattern: RegExp) => sources.flatMap(([path, text]) => (pattern.test(text) ? [path] : [])).sort()

/**
 * Units end in one place. Whoever needs another way to destroy keys writes here why: what ends elsewhere is not seen by
 * holds, not in the ledger that a restore replays, and not in the log.
 */
describe('there is one way in which data of people ends', () => {
  it('keys of units are destroyed where units end', () => {
    expect(filesWith(/unitKeys\.destroy\(/)).toEqual(['mongo/ending.ts'])
    expect(filesWith(/collection(<[^(]*>)?\('unitKeys'\)\s*\.(delete|findOneAndDelete|drop)/)).toEqual([
      // What the ledger names, after a restore.
      'backup/replay.ts',
      // Copies that are a day old: nobody holds those.
      'mongo/system-scope.ts',
    ])
  })

  it('units end through the scope, which asks for holds, and through erasure, which decides about them', () => {
    const elsewhere = filesWith(/\.(endUnits|endRows)\(/).filter((path) => !path.startsWith('erasure/'))
    expect(elsewhere).toEqual([
      // Copies that were made for the person: nobody holds those.
      'access-export/discard.ts',
      'mongo/scope.ts',
      // What is due by its period: it asks for holds in the transaction in which it ends.
      'retention/end.ts',
    ])
    const ofMongo = filesWith(/from '\.\/ending\.ts'/).filter((path) => path.startsWith('mongo/'))
    expect([...filesWith(/from '(\.\.\/)+mongo\/ending\.ts'/), ...ofMongo]).toEqual([
      'mongo/index.ts',
      'mongo/scope.ts',
    ])
    expect(filesWith(/import \{[^}]*\b(deleteRows|writeRemains)\b[^}]*\} from '\.\/removing\.ts'/)).toEqual([
      'mongo/ending.ts',
    ])
  })

  it('rows are deleted beyond a scope only by what has no data of people, and by a restore', () => {
    expect(filesWith(/\.(deleteMany|deleteOne|findOneAndDelete|drop|dropDatabase)\(/)).toEqual([
      'audit/pruning/prune.ts',
      'backup/replay.ts',
      'backup/restore.ts',
      'keys/rotation/rotation.ts',
      'keys/team-keys.ts',
      'mongo/index-anew.ts',
      'mongo/lookup.ts',
      'mongo/system-scope.ts',
    ])
    // With the other writes of a transaction: rows of a scope, their keys, what they are found by and what stands beside
    // copies of them; jobs.
    expect(filesWith(/\bwrites\.delete\(/)).toEqual([
      'backup/beside-copies.ts',
      'backup/idle-jobs.ts',
      'keys/unit-keys.ts',
      'mongo/beside-copies.ts',
      'mongo/deleting.ts',
      'mongo/ending.ts',
      'mongo/lookup.ts',
      'mongo/removing.ts',
    ])
  })
})
