import type { PaperBlock, PaperGap } from '@sotto/contracts'
import { countryName, facts } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'

const gap = (field: string, message: string): PaperGap => ({ field, message })

/** Nothing is published without these. */
export const neededOf = ({ entity }: PaperFacts): PaperGap[] => [
  ...(entity.legalName ? [] : [gap('legalEntity.legalName', 'must say who answers for the data')]),
  ...(entity.contact ? [] : [gap('legalEntity.contact', 'must say where people write about their data')]),
]

export const wanted = (facts: PaperFacts, fields: Partial<Record<keyof PaperFacts['entity'], string>>): PaperGap[] =>
  Object.entries(fields).flatMap(([field, message]) =>
    facts.entity[field as keyof PaperFacts['entity']] === null ? [gap(`legalEntity.${field}`, message)] : [],
  )

/** What is not said yet stands in a paper as a gap that nobody overlooks. */
export const unsaid = '[not said yet]'

type Contact = NonNullable<PaperFacts['entity']['dataProtectionOfficer']>
export const contactLine = ({ name, address, email, phone }: Contact): string =>
  [name, address, email, phone].filter((part) => part !== null).join('\n')

export const addressOf = ({ address, country }: PaperFacts['entity']): string =>
  [address ?? unsaid, ...(country ? [countryName(country)] : [])].join('\n')

/** Who answers for the data, with everybody whom the law wants to be named. */
export function partyFacts({ entity }: Pick<PaperFacts, 'entity'>): PaperBlock {
  const { dataProtectionOfficer: officer, representativeEu, representativeUk, laws } = entity
  return facts(
    ['Name', entity.legalName ?? unsaid],
    ['Register', entity.registration],
    ['Address', addressOf(entity)],
    ['Questions about data', [entity.contact ?? unsaid, entity.phone].filter((part) => part !== null).join('\n')],
    ['Website', entity.website],
    ['Data protection officer', officer ? contactLine(officer) : 'None has been appointed.'],
    ['Representative in the European Union', representativeEu && contactLine(representativeEu)],
    [
      'Representative in the United Kingdom',
      representativeUk && laws.includes('uk') ? contactLine(representativeUk) : null,
    ],
  )
}
