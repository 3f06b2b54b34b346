import { permissionsOf, roles } from '@sotto/contracts'
import {
  capitalised,
  countryName,
  day,
  facts as factsBlock,
  h2,
  h3,
  list,
  listed,
  type PaperDocument,
  p,
  table,
  template,
  titles,
} from '../document/document.ts'
import { byPurpose } from '../facts/activities.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { keptOf } from '../facts/retention.ts'
import { specialCategories } from '../facts/sensitive.ts'
import { bases, mechanisms } from '../facts/words.ts'
import { addressOf, neededOf, partyFacts, unsaid, wanted } from './parties.ts'
import { securityMeasures } from './security-measures.ts'

const subjects = {
  people: 'People who write to the team, its customers and leads',
  staff: 'Members of the team',
  nobody: 'Nobody',
} as const

/** Art. 30(1) where the team is controller, Art. 30(2) where it is processor. */
export function recordOfProcessing(facts: PaperFacts): PaperDocument {
  const { entity, activities, subProcessors, providers, recipients, logYears } = facts
  const isProcessor = entity.role === 'processor'
  const personal = activities.filter(({ data }) => data.length > 0)
  const others = activities.filter(({ data }) => data.length === 0)
  return {
    title: titles['record-of-processing'],
    missing: neededOf(facts),
    remarks: wanted(facts, {
      address: `Art. 30(${isProcessor ? 2 : 1})(a) asks for contact details`,
      ...(isProcessor ? { counterparty: 'Art. 30(2)(a): name the controller for whom data is processed' } : {}),
    }),
    blocks: [
      p(
        isProcessor
          ? 'Record of processing that is carried out on behalf of a controller, Art. 30(2) GDPR.'
          : 'Record of processing activities of a controller, Art. 30(1) GDPR.',
      ),
      h2(isProcessor ? 'Processor' : 'Controller'),
      partyFacts(facts),
      ...(isProcessor
        ? [
            h2('Controller on whose behalf'),
            factsBlock(
              ['Name', entity.counterparty?.name ?? unsaid],
              ['Address', entity.counterparty ? addressOf(entity.counterparty as never) : null],
              ['Contact', entity.counterparty?.contact ?? null],
            ),
          ]
        : []),
      h2(isProcessor ? 'Categories of processing' : 'Purposes, people, data and how long'),
      ...byPurpose(personal).flatMap(([purpose, of]) => [
        h3(purpose),
        table(
          ['What', 'Of whom', 'Categories of data', 'Legal basis', 'Time limit for erasure'],
          of.map((one) => [
            `${one.title} (${one.collection})`,
            subjects[one.subjects],
            listed(one.data),
            capitalised(bases[one.basis]),
            keptOf(one),
          ]),
        ),
      ]),
      p(specialCategories(facts.sensitive)),
      h3('Evidence of what was done with data'),
      table(
        ['What', 'Of whom', 'Categories of data', 'Legal basis', 'Time limit for erasure'],
        [
          [
            'Audit log (auditEntries)',
            `${subjects.people}; ${subjects.staff.toLowerCase()}`,
            'who did what, when, from which address in the network; values before and after',
            capitalised(bases['legal-obligation']),
            `${logYears} years; values of a person end with their key`,
          ],
        ],
      ),
      h2('Records without personal data'),
      p('Declared in the same place, so that nothing is stored that does not stand in this record.'),
      table(
        ['What', 'Purpose', 'Confidential fields', 'Time limit'],
        others.map((one) => [
          `${one.title} (${one.collection})`,
          one.purpose,
          one.confidential.length > 0 ? listed(one.confidential) : 'none',
          keptOf(one),
        ]),
      ),
      h2('Recipients'),
      p('Members of the team, by role. A role may do what is listed for it, and no more:'),
      list(...roles.map((role) => `${capitalised(role)}: ${permissionsOf(role).join(', ')}`)),
      ...(subProcessors.length + providers.length + recipients.length > 0
        ? [
            table(
              ['Recipient', 'Purpose', 'Country', 'Safeguard', 'Since'],
              [
                ...subProcessors.map((one) => [
                  one.name,
                  one.purpose,
                  countryName(one.country),
                  mechanisms[one.transfer] ?? one.transfer,
                  day(one.startsAt),
                ]),
                ...providers.map((one) => [
                  `${one.provider} (${one.endpoint})`,
                  one.configured.length > 0
                    ? `Language model: ${listed(one.configured.map(({ use, model }) => `${use} (${model})`))}; gets pseudonymised text`
                    : 'Language model; not used at present',
                  one.isCurrent && one.attested ? countryName(one.attested.country) : 'unknown',
                  one.isCurrent && one.attested ? (mechanisms[one.attested.transfer] ?? '') : 'unknown',
                  '',
                ]),
                ...recipients.map(({ name, what }) => [name, capitalised(what), '', '', '']),
              ],
            ),
          ]
        : [p('There is no recipient outside of the team, and no provider of language models.')]),
      h2('Transfers to other countries'),
      p(`They stand in the paper “${titles['transfer-register']}”, with the safeguard of each.`),
      h2('Technical and organisational measures (Art. 32(1))'),
      ...securityMeasures(facts),
      template,
    ],
  }
}
