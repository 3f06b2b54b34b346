import type { PaperBlock, PaperGap } from '@sotto/contracts'
import { countryName, facts as factsBlock } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { neededOf, unsaid, wanted } from './parties.ts'

export interface Party {
  name: string
  address: string
  contact: string
}

/** Who decides what data is used for, and who processes it for them. */
export function agreementParties({ entity }: PaperFacts): { controller: Party; processor: Party } {
  const own: Party = {
    name: entity.legalName ?? unsaid,
    address: [entity.address ?? unsaid, ...(entity.country ? [countryName(entity.country)] : [])].join(', '),
    contact: entity.contact ?? unsaid,
  }
  const { counterparty } = entity
  const other: Party = counterparty
    ? {
        name: counterparty.name,
        address: `${counterparty.address}, ${countryName(counterparty.country)}`,
        contact: counterparty.contact,
      }
    : { name: unsaid, address: unsaid, contact: unsaid }
  return entity.role === 'controller' ? { controller: own, processor: other } : { controller: other, processor: own }
}

/** What an agreement cannot do without. */
export const neededForAgreement = (facts: PaperFacts): PaperGap[] => [
  ...neededOf(facts),
  ...wanted(facts, {
    address: 'must say where the party is',
    country: 'must say where the party is',
    counterparty: 'must say with whom the agreement is made',
    governingLaw: 'must say whose law holds',
  }),
]

export const partyBlock = (role: string, party: Party): PaperBlock =>
  factsBlock([role, party.name], ['Address', party.address], ['Contact for data protection', party.contact])
