import { AuditLog, AuditTrail, auditStore, Sequencer } from '../../packages/server-sdk/src/audit/index.ts'
import { everything } from '../../packages/server-sdk/src/features/collections.ts'
import { memoryKeyring, openKeys } from '../../packages/server-sdk/src/keys/index.ts'
import { rewrapKeys } from '../../packages/server-sdk/src/keys/rotation/rewrap.ts'
import type { Core } from '../../packages/server-sdk/src/mongo/core.ts'
import { Writes } from '../../packages/server-sdk/src/mongo/writes.ts'
import { type Figure, rounded, share, told } from './figure.ts'
import { median } from './paired.ts'
import type { BenchPlace } from './place.ts'

const aims = { hot: 0.9, rate: 30_000, delay: 0.5 }
const many = 40_000
const context = { actor: { kind: 'system' as const, id: 'bench' }, ip: null, requestId: null }
const quiet = { info() {}, warn() {}, error() {} }
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A log with nothing around it. */
async function logOf({ client }: BenchPlace, name: string) {
  const databases = { data: client.db(name), keys: client.db(`${name}_keys`), index: client.db(`${name}_index`) }
  const database = {
    client,
    admin: client.db('admin'),
    ...databases,
    capabilities: { zstd: true, validators: true, bulkWrite: true },
  }
  const now = () => new Date()
  const keyring = memoryKeyring()
  const keys = openKeys({ keyring, database: databases.keys })
  await keys.teamKeys.start()
  const trail = new AuditTrail({ data: databases.data, index: databases.index, keys, map: everything, now })
  const store = auditStore(databases)
  await store.segments.createIndex({ teamId: 1, origin: 1, first: 1 }, { unique: true })
  await store.entries.createIndex({ teamId: 1, at: -1, _id: -1 })
  const write = async (teamId: string, count: number) => {
    await keys.teamKeys.prepareTeam(teamId)
    const control = await keys.control.get()
    await client.withSession((session) =>
      session.withTransaction(async () => {
        const writes = new Writes(database, session)
        const attempt = trail.begin(teamId, { writes, control })
        for (let n = 0; n < count; n++) attempt.add({ action: 'contact.read', context, details: { n } })
        await attempt.write()
        await writes.send()
        attempt.committed()
      }),
    )
  }
  const sequencer = () => new Sequencer({ store, client, teamKeys: keys.teamKeys, now, logger: quiet })
  const size = async (teamId: string) => (await store.heads.findOne({ _id: teamId }))?.size ?? 0
  const drop = async () => {
    for (const one of Object.values(databases)) await one.dropDatabase()
  }
  return { store, keyring, keys, database, now, write, sequencer, size, drop }
}

/** How fast entries get their place, how late, and what a proof takes. */
export async function sequencingFigures(place: BenchPlace): Promise<Figure[]> {
  const log = await logOf(place, `log${Date.now()}`)
  const team = 'team_bench'
  try {
    for (let n = 0; n < many; n += 500) await log.write(team, 500)
    const sequencer = log.sequencer()
    const begun = performance.now()
    sequencer.start()
    while ((await log.size(team)) < many) await pause(20)
    const rate = many / ((performance.now() - begun) / 1000)
    const delay = await delayOf(log)
    await sequencer.stop()
    return [
      {
        name: 'sequencer, entries that wait',
        value: Math.round(rate),
        unit: 'entries/s',
        aim: `>=${aims.rate}`,
        met: rate >= aims.rate,
        against: {},
      },
      {
        name: 'delay until an entry has its place at 1,000 entries/s, p99',
        value: rounded(delay),
        unit: 's',
        aim: `<=${aims.delay}`,
        met: delay <= aims.delay,
        against: {},
      },
      ...(await proofs(log, team)),
    ]
  } finally {
    await log.drop()
  }
}

type Log = Awaited<ReturnType<typeof logOf>>

async function delayOf(log: Log): Promise<number> {
  const team = 'team_delay'
  const rounds = 50
  const begun = performance.now()
  for (let n = 0; n < rounds; n++) {
    await log.write(team, 100)
    await pause(Math.max(0, begun + (n + 1) * 100 - performance.now()))
  }
  while ((await log.size(team)) < rounds * 100) await pause(20)
  const at = new Map<string, number>()
  for await (const entry of log.store.entries.find({ teamId: team })) at.set(entry._id, entry.at.getTime())
  const delays: number[] = []
  for await (const segment of log.store.segments.find({ teamId: team }))
    for (const id of segment.ids) delays.push((segment.at.getTime() - (at.get(id) as number)) / 1000)
  return delays.toSorted((one, other) => one - other)[Math.floor(delays.length * 0.99)] as number
}

async function proofs(log: Log, team: string): Promise<Figure[]> {
  const core = { database: log.database, map: { collections: [] }, teamKeys: log.keys.teamKeys, now: log.now }
  const audit = new AuditLog(core as unknown as Core)
  const ids = (await log.store.entries.find({ teamId: team }).limit(100).toArray()).map(({ _id }) => _id)
  const times: number[] = []
  let hashes = 0
  for (const id of ids) {
    const begun = performance.now()
    const proof = await audit.inclusion(team, id)
    times.push(performance.now() - begun)
    hashes = Math.max(hashes, proof?.proof.length ?? 0)
  }
  return [
    told(`inclusion proof in a log of ${many} entries`, hashes * 32, 'bytes'),
    told('time to make it, read from the database', median(times), 'ms'),
  ]
}

/** One team that writes as much as a hundred together, while the sequencer runs. */
export async function hotTeamFigures(place: BenchPlace): Promise<Figure[]> {
  const log = await logOf(place, `hot${Date.now()}`)
  const sequencer = log.sequencer()
  sequencer.start()
  try {
    const teams = Array.from({ length: 100 }, (_, n) => `team_${n}`)
    for (const team of teams) await log.write(team, 1)
    const rateOf = async (teamOf: (n: number) => string) => {
      const begun = performance.now()
      let n = 0
      const writer = async () => {
        while (n < 600) await log.write(teamOf(n++), 1)
      }
      await Promise.all(Array.from({ length: 32 }, writer))
      return 600 / ((performance.now() - begun) / 1000)
    }
    const ratios: number[] = []
    const spread: number[] = []
    for (let round = 0; round < 5; round++) {
      const hot = await rateOf(() => 'team_0')
      const wide = await rateOf((n) => teams[n % 100] as string)
      if (round === 0) continue
      ratios.push(hot / wide)
      spread.push(wide)
    }
    return [
      share('entries of one hot team, sequencer running', median(ratios), aims.hot, {
        '100 teams (transactions/s)': Math.round(median(spread)),
      }),
    ]
  } finally {
    await sequencer.stop()
    await log.drop()
  }
}

/** How many keys of units a rotation wraps anew in a second. */
export async function rewrapFigures(place: BenchPlace): Promise<Figure[]> {
  const log = await logOf(place, `wrap${Date.now()}`)
  const count = 20_000
  try {
    const team = 'team_wrap'
    await log.keys.teamKeys.prepareTeam(team)
    await log.database.keys.collection('unitKeys').createIndex({ epoch: 1 })
    const control = await log.keys.control.get()
    for (let n = 0; n < count; n += 1000)
      await place.client.withSession((session) =>
        session.withTransaction(async () => {
          const writes = new Writes(log.database, session)
          for (let one = 0; one < 1000; one++) await log.keys.unitKeys.create(team, { writes, control })
          await writes.send()
        }),
      )
    const epoch = await log.keys.teamKeys.newEpochId()
    await log.keyring.create(epoch)
    await log.keys.control.change(control, { epoch, ordinal: control.ordinal + 1 })
    log.keys.teamKeys.forget()
    const begun = performance.now()
    await rewrapKeys(log.database.keys, log.keys, epoch, async () => {})
    return [told('keys of units wrapped anew', count / ((performance.now() - begun) / 1000), 'keys/s')]
  } finally {
    await log.drop()
  }
}
