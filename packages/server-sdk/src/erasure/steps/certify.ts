import { keptFields } from '../../data-map/index.ts'
import { declarationOf } from '../../data-subject/index.ts'
import type { EpochDocument } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { certificateText, completedAction, personOf as personIn, sha256, signCertificate } from '../certificate.ts'
import type { Certificate } from '../certified.ts'
import { erasureCertificates } from '../declare.ts'
import type { ErasureDependencies } from '../dependencies.ts'
import { everyPart } from '../parts.ts'
import { rowsOfUnits, withheldRows } from '../plan.ts'
import { providersOf } from '../providers.ts'
import { belongingsOf, goOn, personOf, type Running, type Step } from '../state.ts'
import type { Erasure } from '../types.ts'

const day = 24 * 60 * 60 * 1000
const again = 2000

/** What was done is written down, logged, signed and proven to be in the log; then nobody needs the address any more. */
export const certify: Step = async (dependencies, context, erasure) => {
  const { scope, signal } = context
  const { id } = erasure
  if (!erasure.certificate) {
    const certificate = await certificateOf(dependencies, scope, erasure)
    const text = certificateText(certificate)
    await scope.transaction(async (running) => {
      const details = { certificate: sha256(text), request: erasure.requestId, keys: certificate.keys.destroyed }
      await running.log({ action: completedAction, collection: erasureCertificates.name, target: id, details })
      const { epoch } = certificate.keys
      await goOn(running, context, erasure, { certificate: text, completedAt: running.now(), epoch })
    })
    return undefined
  }
  const file = await signCertificate(
    { log: dependencies.log, teamKeys: dependencies.core.teamKeys },
    scope,
    id,
    erasure.certificate,
    signal,
  )
  if (!file) return new Date(scope.now().getTime() + again)
  const belongings = await belongingsOf(scope, id)
  const { processors } = JSON.parse(erasure.certificate) as Certificate
  await scope.transaction(async (running) => {
    await running.collection(erasureCertificates).insert(
      {
        jobId: erasure.jobId as string,
        requestId: erasure.requestId,
        file: JSON.stringify(file),
        supplements: [],
        differences: JSON.stringify(differencesOf(erasure)),
        rows: erasure.done,
        epoch: erasure.epoch as string,
        waitsForBackups: true,
        waitsFor: erasure.deliveries.filter(
          ({ delivery }) => processors.find((one) => one.delivery === delivery)?.state === 'waiting',
        ),
        issuedAt: running.now(),
      },
      { id },
    )
    const person = personOf(erasure, belongings)
    const issued = { file: { ...file, supplements: [] }, nonce: erasure.nonce }
    for (const contribution of dependencies.contributions) await contribution.certified?.(running, person, issued)
    await goOn(running, context, erasure, { step: 'request-key' })
  })
  return undefined
}

async function certificateOf(
  { core, processors, keys, providerTerms }: ErasureDependencies,
  scope: TeamScope,
  erasure: Running,
): Promise<Certificate> {
  const { teamId } = scope
  const staying = await everyPart(scope, erasure.id, 'withheld')
  const stays = await rowsOfUnits(core, teamId, staying)
  const { tallies, identity, nonce } = erasure
  const { epoch } = await core.teamKeys.control.get()
  const document = await core.database.keys.collection<EpochDocument>('epochs').findOne({ _id: epoch })
  // Where old keys wait for a backup that is newer, it is taken to be made daily.
  const due = (document?.createdAt.getTime() ?? 0) + keys.days * day + (keys.keyBackup === 'confirmed' ? day : 0)
  const now = scope.now()
  const names = new Set([...Object.keys(tallies), ...stays.keys()])
  return {
    erasure: erasure.id,
    team: teamId,
    request: erasure.requestId,
    person: personIn(identity, nonce),
    begun: (erasure.begunAt ?? now).toISOString(),
    completed: now.toISOString(),
    collections: core.map.collections
      .filter(({ name }) => names.has(name))
      .map(({ name }) => {
        const { deleted, anonymised } = tallies[name] ?? { deleted: 0, anonymised: 0 }
        const kept = anonymised > 0 ? keptFields(declarationOf(core.map, name)) : []
        return { collection: name, deleted, anonymised, withheld: stays.get(name) ?? 0, kept }
      }),
    keys: { destroyed: erasure.keysDestroyed, epoch },
    withheld: withheldRows(staying),
    scan: {
      ...(erasure.scanned ?? { rows: 0, collections: 0, mentions: 0 }),
      // One that was scanned by an older version says nothing of it.
      unreadable: erasure.scanned?.unreadable ?? 0,
      found: 0,
    },
    processors: await processors.receipts(scope, erasure.deliveries),
    // What went there since it was planned counts, too.
    providers: await providersOf({ core, providerTerms }, scope, await everyPart(scope, erasure.id, 'units')),
    backups: {
      method: 'key-destruction',
      expected: new Date(Math.max(due, now.getTime() + day)).toISOString(),
      confirmation: 'supplement',
    },
    suppressedUntil: erasure.suppressedUntil?.toISOString() ?? null,
  }
}

/** What was another way when it ran than when it was planned. */
function differencesOf({ plan, tallies }: Running): Erasure['differences'] {
  const planned = new Map(
    plan.collections.map(({ collection, deleted, anonymised }) => [collection, deleted + anonymised]),
  )
  const names = new Set([...planned.keys(), ...Object.keys(tallies)])
  return [...names].flatMap((collection) => {
    const found = (tallies[collection]?.deleted ?? 0) + (tallies[collection]?.anonymised ?? 0)
    return found === (planned.get(collection) ?? 0)
      ? []
      : [{ collection, planned: planned.get(collection) ?? 0, found }]
  })
}
