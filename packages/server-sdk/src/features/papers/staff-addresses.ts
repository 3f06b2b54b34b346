import type { IsTheirs, StaffAddresses } from '../../access/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { legalEntities } from './declare.ts'
import { type EntityFacts, readEntity } from './settings.ts'

const words = {
  contact: 'the contact for questions about data',
  securityContact: 'the contact for security',
  dataProtectionOfficer: 'the data protection officer',
  representativeEu: 'the representative in the EU',
  representativeUk: 'the representative in the UK',
} as const

const addressOf = (value: EntityFacts[keyof typeof words]) => (typeof value === 'string' ? value : value?.email)

async function theirs(scope: TeamScope, isTheirs: IsTheirs): Promise<(keyof typeof words)[]> {
  const entity = await readEntity(scope)
  const found: (keyof typeof words)[] = []
  for (const name of Object.keys(words) as (keyof typeof words)[]) {
    const address = addressOf(entity[name])
    if (address && (await isTheirs(address))) found.push(name)
  }
  return found
}

/** What a team says of itself names people: whoever left is taken out, and the paper lacks it until somebody else is named. */
export const entityAddresses: StaffAddresses = {
  places: async (scope, isTheirs) => (await theirs(scope, isTheirs)).map((name) => words[name]),
  async remove(running, isTheirs) {
    const names = await theirs(running, isTheirs)
    if (names.length === 0) return
    const { changedAt: _changed, ...entity } = await readEntity(running)
    const without = { ...entity, ...Object.fromEntries(names.map((name) => [name, null])) }
    await running
      .collection(legalEntities)
      .change(
        running.teamId,
        { entity: without, changedAt: running.now() },
        { action: 'legal-entity.changed', details: { because: 'former-member', fields: names } },
      )
  },
}
