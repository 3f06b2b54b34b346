import { isDeepStrictEqual } from 'node:util'
import { type LegalEntity, LegalEntityInput } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { legalEntities } from './declare.ts'

export type EntityFacts = z.output<typeof LegalEntityInput>

/** What a team says of itself; all of it unsaid where it has said nothing yet. */
export async function readEntity(scope: TeamScope): Promise<EntityFacts & { changedAt: Date | null }> {
  const row = await scope.collection(legalEntities).findById(scope.teamId)
  return { ...LegalEntityInput.parse(row?.entity ?? {}), changedAt: row?.changedAt ?? null }
}

/** Who answers for the data of a team. */
export function legalEntityService(scope: TeamScope) {
  const get = async (): Promise<LegalEntity> => {
    const { changedAt, ...entity } = await readEntity(scope)
    return { ...entity, changedAt: changedAt?.toISOString() ?? null }
  }
  return {
    get,

    /** What is left out is said no more. @throws SottoError `invalid_request` */
    async change(given: LegalEntityInput): Promise<LegalEntity> {
      const entity = accepted(LegalEntityInput, given)
      return scope.transaction(async (running) => {
        const rows = running.collection(legalEntities)
        const changedAt = running.now()
        const before: Readonly<Record<string, unknown>> = await readEntity(running)
        const fields = Object.entries(entity).filter(([name, value]) => !isDeepStrictEqual(value, before[name]))
        const logged = { action: 'legal-entity.changed', details: { fields: fields.map(([name]) => name) } }
        if (await rows.findOne({ id: running.teamId })) await rows.change(running.teamId, { entity, changedAt }, logged)
        else await rows.insert({ entity, changedAt }, { id: running.teamId, ...logged })
        return { ...entity, changedAt: changedAt.toISOString() }
      })
    },
  }
}
