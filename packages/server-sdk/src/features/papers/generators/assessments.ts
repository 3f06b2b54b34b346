import {
  capitalised,
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
import { byPurpose } from '../facts/activities.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { keptOf } from '../facts/retention.ts'
import { sensitiveInWords, specialCategories } from '../facts/sensitive.ts'
import { bases } from '../facts/words.ts'
import { neededOf, partyFacts } from './parties.ts'
import { securityMeasures } from './security-measures.ts'

const open = '[to be filled in]'
const ofPeople = ({ activities }: PaperFacts) =>
  activities.filter(({ data, subjects }) => data.length > 0 && subjects === 'people')

/** Risks that come with what is processed here, and what is in place against each. */
function risks({ providers, policies, subProcessors, sensitive }: PaperFacts): string[][] {
  const usesModels = providers.some(({ configured }) => configured.length > 0)
  return [
    [
      'Somebody reads conversations who has no need to',
      'Roles, private transcripts, and a record of each look',
      open,
      open,
    ],
    ['The database is copied', 'Fields are sealed with keys that are not in the database', open, open],
    [
      'People write more than they are asked for: health, payment, identity numbers',
      `Before anything is stored, ${sensitiveInWords(sensitive)}; a notice before the first message; retention; erasure by key`,
      open,
      open,
    ],
    [
      'An answer is wrong, and somebody relies on it',
      'Sentences are checked against their sources; sources are shown; people can be asked for',
      open,
      open,
    ],
    ...(usesModels
      ? [
          [
            'A model provider keeps or learns from text',
            'Pseudonymised before it leaves; attested terms; a record of what left',
            open,
            open,
          ],
        ]
      : []),
    ...(policies.length > 0
      ? [
          [
            'Websites store more in browsers than was agreed to',
            'A gate that holds what is not agreed to; a scanner; proofs of consent',
            open,
            open,
          ],
        ]
      : []),
    ...(subProcessors.length > 0
      ? [['A sub-processor fails', 'Agreements, notice before each new one, sealed data', open, open]]
      : []),
    ['Data is kept for longer than needed', 'The retention schedule, run by itself', open, open],
    ['A request of a person is late', 'Clocks, reminders and escalation in the queue of requests', open, open],
  ]
}

/** Art. 35(7) GDPR: filled in as far as the configuration knows it. */
export function impactAssessment(facts: PaperFacts): PaperDocument {
  return {
    title: titles['impact-assessment'],
    missing: neededOf(facts),
    remarks: [{ field: 'impactAssessment', message: 'likelihood, severity and approval are filled in by people' }],
    blocks: [
      p('Data protection impact assessment, Art. 35 GDPR. What stands in brackets is for people to fill in.'),
      h2('Who'),
      partyFacts(facts),
      h2('Whether one is needed'),
      p(
        `New technology (a machine that answers), people who may be vulnerable, and free text of which nobody knows before what stands in it are reasons for one (Art. 35(1) and (3)). Conclusion: ${open}`,
      ),
      h2('What is planned, and what for (Art. 35(7)(a))'),
      table(
        ['Purpose', 'Data', 'Legal basis', 'How long'],
        byPurpose(ofPeople(facts)).map(([purpose, of]) => [
          purpose,
          listed([...new Set(of.flatMap(({ data }) => data))]),
          capitalised(listed([...new Set(of.map(({ basis }) => bases[basis]))])),
          [...new Set(of.map(keptOf))].join('; '),
        ]),
      ),
      p(specialCategories(facts.sensitive)),
      h2('Necessity and proportionality (Art. 35(7)(b))'),
      factsBlock(
        [
          'Could the purpose be met with less?',
          'A conversation needs no name; identifiers are replaced before text leaves.',
        ],
        ['Are people told?', 'By the privacy notice, and before the first message.'],
        ['Can they use their rights?', `At ${facts.portal}, without an account.`],
        ['Views of people or their representatives (Art. 35(9))', open],
      ),
      h2('Risks (Art. 35(7)(c)) and measures (Art. 35(7)(d))'),
      table(['Risk', 'In place', 'Likelihood', 'Severity'], risks(facts)),
      h3('All measures'),
      ...securityMeasures(facts),
      h2('Conclusion'),
      factsBlock(
        ['Risk that is left', open],
        ['Prior consultation needed (Art. 36)', open],
        ['Advice of the data protection officer', open],
        ['Approved by, on', open],
        ['To be looked at again on', open],
      ),
      template,
    ],
  }
}

/** A balance for each purpose that rests on legitimate interests, Art. 6(1)(f) GDPR. */
export function legitimateInterests(facts: PaperFacts): PaperDocument {
  const resting = byPurpose(
    facts.activities.filter(({ basis, data }) => basis === 'legitimate-interests' && data.length > 0),
  )
  const balance = (purpose: string, data: string, kept: string) => [
    h2(purpose),
    h3('The interest'),
    p(facts.entity.legitimateInterests ?? open),
    h3('Whether it is needed'),
    factsBlock(['Data that is used', data], ['Kept', kept], ['Could it be done with less, or otherwise?', open]),
    h3('The balance'),
    factsBlock(
      ['What people may expect', open],
      ['What it does to them', open],
      ['What protects them', `The right to object at ${facts.portal}; the measures in the record of processing.`],
      ['Conclusion', open],
      ['Made by, on', open],
    ),
  ]
  return {
    title: titles['legitimate-interests'],
    missing: neededOf(facts),
    remarks:
      resting.length > 0 && !facts.entity.legitimateInterests
        ? [{ field: 'legalEntity.legitimateInterests', message: 'must name the interests that are pursued' }]
        : [],
    blocks: [
      p('Assessment of legitimate interests, Art. 6(1)(f) GDPR. What stands in brackets is for people to fill in.'),
      ...(resting.length > 0
        ? resting.flatMap(([purpose, of]) =>
            balance(
              purpose,
              listed([...new Set(of.flatMap(({ data }) => data))]),
              [...new Set(of.map(keptOf))].join('; '),
            ),
          )
        : [
            p(
              'No purpose that is declared rests on legitimate interests. This form is for one that the team adds by itself.',
            ),
            ...balance('Purpose', open, open),
          ]),
      template,
    ],
  }
}
