import type { Evidence, ModelProvider } from '@sotto/contracts'
import {
  capitalised,
  countryName,
  day,
  facts as factsBlock,
  h2,
  h3,
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

const evidenceInWords = (evidence: Evidence) =>
  evidence.kind === 'link' ? evidence.url : `file ${evidence.evidenceId}, kept with this register`

const useInWords = ({ configured }: ModelProvider) =>
  configured.length > 0 ? listed(configured.map(({ use, model }) => `${use} (${model})`)) : 'not used at present'

const notAttested = ({ providers }: PaperFacts) =>
  providers
    .filter(({ configured, isCurrent }) => configured.length > 0 && !isCurrent)
    .map(({ endpoint, attested }) => ({
      field: 'modelProviders',
      message: attested
        ? `what was attested of ${endpoint} is too old to count since ${attested.validUntil}`
        : `nothing is attested of ${endpoint}`,
    }))

/** What is known of each endpoint to which text leaves: attested with evidence and date, else unknown. */
export function modelProviderRegister(facts: PaperFacts): PaperDocument {
  const { providers } = facts
  return {
    title: titles['model-providers'],
    missing: neededOf(facts),
    remarks: notAttested(facts),
    blocks: [
      p(
        'Each endpoint to which text leaves for a language model, as this server is configured. Whether it learns from the text and how long it keeps it is what somebody attested, with evidence; where nobody did, or it is too old, it is unknown.',
      ),
      ...(providers.length === 0
        ? [p('No text leaves for a model provider: answers and vectors are made on this server.')]
        : []),
      ...providers.flatMap((one) => [
        h3(`${one.provider}: ${one.endpoint}`),
        factsBlock(
          ['Used for', capitalised(useInWords(one))],
          ['Learns from what it gets', one.training],
          [
            'Keeps it',
            one.retentionDays === null
              ? 'unknown'
              : one.retentionDays === 0
                ? 'not at all'
                : `${one.retentionDays} days`,
          ],
          ['Where', one.isCurrent && one.attested ? countryName(one.attested.country) : 'unknown'],
          ['Evidence', one.attested ? evidenceInWords(one.attested.evidence) : 'none'],
          [
            'Attested',
            one.attested
              ? `on ${day(one.attested.attestedAt)}, of what the provider said on ${one.attested.statedOn}; counts until ${one.attested.validUntil}${one.isCurrent ? '' : ', which has passed'}`
              : 'never',
          ],
        ),
      ]),
      p(
        'What is sent is pseudonymised: identifiers, and everything that is known about the people in a conversation, are replaced by placeholders, and put back in the answer here.',
      ),
      template,
    ],
  }
}

/** Every way on which data goes to another country, and on which basis. */
export function transferRegister(facts: PaperFacts): PaperDocument {
  const { subProcessors, providers, entity } = facts
  const used = providers.filter(({ configured }) => configured.length > 0)
  const rows = [
    ...subProcessors.map((one) => [
      one.name,
      countryName(one.country),
      one.data,
      capitalised(mechanisms[one.transfer] ?? one.transfer),
      one.transferDetails ?? '',
      day(one.startsAt),
    ]),
    ...used.map((one) => [
      `${one.provider} (${one.endpoint})`,
      one.isCurrent && one.attested ? countryName(one.attested.country) : 'unknown',
      `pseudonymised text for ${listed(one.configured.map(({ use }) => use))}`,
      one.isCurrent && one.attested
        ? capitalised(mechanisms[one.attested.transfer] ?? one.attested.transfer)
        : 'unknown',
      one.attested ? evidenceInWords(one.attested.evidence) : '',
      one.attested ? day(one.attested.attestedAt) : '',
    ]),
  ]
  const derogations = subProcessors.filter(({ transfer }) => transfer === 'derogation')
  return {
    title: titles['transfer-register'],
    missing: neededOf(facts),
    remarks: [
      ...notAttested(facts),
      ...derogations.map(({ name }) => ({
        field: 'subProcessors',
        message: `${name} rests on a derogation, which is no basis for what happens regularly`,
      })),
    ],
    blocks: [
      p(
        `Where personal data goes from ${entity.country ? countryName(entity.country) : 'the team'}, who gets it, and the safeguard on which that rests (Chapter V GDPR).`,
      ),
      rows.length > 0
        ? table(['Recipient', 'Country', 'Data', 'Safeguard', 'Details', 'Since'], rows)
        : p('Data goes to nobody outside of this server.'),
      h2('Assessment'),
      p(
        'Before data goes to a country without an adequacy decision, whether its law undoes the safeguard is assessed, and written down (clause 14 of the standard contractual clauses). What protects data here on the way: it is pseudonymised before it leaves for a model, and the keys that would undo that stay on this server.',
      ),
      template,
    ],
  }
}
