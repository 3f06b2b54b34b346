import { objectionDays } from '@sotto/contracts'
import {
  capitalised,
  countryName,
  day,
  h2,
  listed,
  type PaperDocument,
  p,
  table,
  template,
  titles,
} from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { mechanisms } from '../facts/words.ts'
import { neededOf } from './parties.ts'

const safeguard = ({ transfer, transferDetails }: { transfer: string; transferDetails: string | null }) =>
  [capitalised(mechanisms[transfer] ?? transfer), ...(transferDetails ? [transferDetails] : [])].join('; ')

/** Whoever processes data for us, and what is planned. */
export function subProcessorList(facts: PaperFacts): PaperDocument {
  const { subProcessors, allSubProcessors, providers, entity } = facts
  const used = providers.filter(({ configured }) => configured.length > 0)
  const declared = used.filter(({ provider, endpoint }) =>
    subProcessors.some(
      ({ name }) => name.toLowerCase().includes(provider.toLowerCase()) || endpoint.includes(name.toLowerCase()),
    ),
  )
  const ended = allSubProcessors.filter(({ state }) => state === 'ended')
  const undeclared = used.filter((one) => !declared.includes(one))
  return {
    title: titles['sub-processors'],
    missing: neededOf(facts),
    remarks: undeclared.map(({ provider, endpoint }) => ({
      field: 'subProcessors',
      message: `text goes to ${endpoint}, and no sub-processor is named like ${provider}`,
    })),
    blocks: [
      p(`These organisations process personal data on behalf of ${entity.legalName ?? facts.team.name}.`),
      subProcessors.length > 0
        ? table(
            ['Name', 'What for', 'Which data', 'Where', 'Safeguard', 'From'],
            subProcessors.map((one) => [
              [one.name, ...(one.address ? [one.address] : []), ...(one.contact ? [one.contact] : [])].join(', '),
              one.purpose,
              one.data,
              countryName(one.country),
              safeguard(one),
              one.state === 'objected' ? 'Objected to; not used until that is settled' : day(one.startsAt),
            ]),
          )
        : p('There are none.'),
      ...(used.length > 0
        ? [
            h2('Model providers'),
            p('Text goes to these endpoints after names, addresses and numbers were replaced by placeholders.'),
            table(
              ['Provider', 'Endpoint', 'What for', 'Learns from it', 'Kept there'],
              used.map((one) => [
                one.provider,
                one.endpoint,
                capitalised(listed(one.configured.map(({ use, model }) => `${use} (${model})`))),
                one.training,
                one.retentionDays === null ? 'unknown' : `${one.retentionDays} days`,
              ]),
            ),
          ]
        : []),
      h2('Changes'),
      p(
        `A new sub-processor is announced at least ${objectionDays} days before it is used. Within that time it can be objected to; as long as an objection is not settled, it is not used.`,
      ),
      ...(ended.length > 0
        ? [
            table(
              ['No longer used', 'From', 'Until'],
              ended.map((one) => [one.name, day(one.startsAt), one.endedAt ? day(one.endedAt) : '']),
            ),
          ]
        : []),
      template,
    ],
  }
}
