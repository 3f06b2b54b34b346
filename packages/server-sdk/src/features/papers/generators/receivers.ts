import { capitalised, countryName, listed } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { mechanisms } from '../facts/words.ts'
import { unsaid } from './parties.ts'

/** Who receives data, what for, where, and what protects it there. */
export function receiverRows({
  subProcessors,
  providers,
  recipients,
  entity,
}: Pick<PaperFacts, 'subProcessors' | 'providers' | 'recipients' | 'entity'>): string[][] {
  const { counterparty, role } = entity
  return [
    ...(counterparty && role === 'controller'
      ? [
          [
            counterparty.name,
            'Runs this service for us',
            countryName(counterparty.country),
            'See the agreement with them',
          ],
        ]
      : []),
    ...subProcessors.map((one) => [
      one.name,
      one.purpose,
      countryName(one.country),
      mechanisms[one.transfer] ?? one.transfer,
    ]),
    ...providers
      .filter(({ configured }) => configured.length > 0)
      .map(({ provider, configured, attested, isCurrent }) => [
        provider,
        `Model provider: ${listed(configured.map(({ use, model }) => `${use} (${model})`))}. Names, addresses and numbers are replaced by placeholders before anything is sent`,
        isCurrent && attested ? countryName(attested.country) : unsaid,
        isCurrent && attested ? (mechanisms[attested.transfer] ?? attested.transfer) : unsaid,
      ]),
    ...recipients.map(({ name, what, how }) => [name, capitalised(what), '', how]),
  ]
}
