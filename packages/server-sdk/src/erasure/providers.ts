import { type AuditEntryDocument, decodeEntry } from '../audit/index.ts'
import type { Thing } from '../data-subject/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { ProviderForecast } from './certified.ts'
import type { ErasureDependencies } from './dependencies.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Which providers of models got words of the person, by the log, and by when they have deleted them: by what is attested
 * of each at this moment.
 */
export async function providersOf(
  { core, providerTerms }: Pick<ErasureDependencies, 'core' | 'providerTerms'>,
  scope: TeamScope,
  things: readonly Pick<Thing, 'unit'>[],
): Promise<ProviderForecast[]> {
  const units = new Set(things.flatMap(({ unit }) => unit ?? []))
  const entries = core.database.data.collection<AuditEntryDocument>('auditEntries')
  const found = new Map<string, ProviderForecast>()
  const calls = entries.find({ teamId: scope.teamId, action: 'model.called' }, { projection: { bytes: 1 } })
  for await (const { bytes } of calls) {
    const { unit, details, at } = decodeEntry(bytes.buffer)
    if (!unit || !units.has(unit) || typeof details?.provider !== 'string') continue
    const { provider } = details
    const model = typeof details.model === 'string' ? details.model : 'unknown'
    const endpoint = typeof details.endpoint === 'string' ? details.endpoint : null
    const name = `${provider}\0${model}\0${endpoint}`
    const known = found.get(name)
    if (known) {
      known.calls += 1
      if (at > known.last) known.last = at
    } else
      found.set(name, {
        provider,
        model,
        endpoint,
        last: at,
        calls: 1,
        retentionDays: 'unknown',
        evidence: null,
        clear: null,
      })
  }
  for (const forecast of found.values()) {
    if (forecast.endpoint === null || !providerTerms) continue
    const { retentionDays, evidence } = await providerTerms(scope, forecast.endpoint)
    forecast.retentionDays = retentionDays
    forecast.evidence = evidence ?? null
    if (retentionDays !== 'unknown')
      forecast.clear = new Date(Date.parse(forecast.last) + retentionDays * day).toISOString()
  }
  return [...found.values()]
}
