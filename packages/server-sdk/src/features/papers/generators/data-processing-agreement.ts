import { breachHours, objectionDays, type PaperBlock } from '@sotto/contracts'
import {
  countryName,
  day,
  facts as factsBlock,
  h2,
  h3,
  list,
  listed,
  numbered,
  type PaperDocument,
  p,
  table,
  template,
  titles,
} from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { keptOf } from '../facts/retention.ts'
import { specialCategories } from '../facts/sensitive.ts'
import { mechanisms } from '../facts/words.ts'
import { agreementParties, neededForAgreement, type Party, partyBlock } from './agreement-parties.ts'
import { unsaid } from './parties.ts'
import { securityMeasures } from './security-measures.ts'

/** 11 CCR § 7051(a)(8), in business days. */
const californianNotice = 5

const lawOf = ({ entity }: PaperFacts) => (entity.governingLaw ? countryName(entity.governingLaw) : unsaid)

/** Art. 28(3)(a) to (h) GDPR, a clause for each. */
function clauses({ providers }: PaperFacts): PaperBlock[] {
  const usesModels = providers.some(({ configured }) => configured.length > 0)
  return [
    h2('1. Subject, duration, nature and purpose'),
    p(
      'The processor runs software for conversations with visitors of websites, for contacts, appointments, requests for help, consent, and requests about data, on behalf of the controller. The agreement lasts as long as the processor holds personal data of the controller. Annex I says which data, of whom, and for how long.',
    ),
    h2('2. Instructions (Art. 28(3)(a))'),
    p(
      'The processor processes personal data only on documented instructions of the controller, also as to transfers to other countries: this agreement, the settings of the software and what is asked for through it are the instructions. Where a law of the Union or a member state demands more, the processor says so before, unless that law forbids it. The processor says at once when it takes an instruction to break data protection law (Art. 28(3), last sentence), and need not follow it until the controller confirms it.',
    ),
    h2('3. Confidentiality (Art. 28(3)(b))'),
    p(
      'Whoever is authorised to process the data has committed to confidentiality or is bound by law to it. Access follows roles; each look at personal data is recorded.',
    ),
    h2('4. Security (Art. 28(3)(c), Art. 32)'),
    p('The processor takes the measures of Annex II, and may replace them by others that protect no less.'),
    h2('5. Sub-processors (Art. 28(3)(d), Art. 28(2) and (4))'),
    p(
      `The controller authorises the sub-processors of Annex III in general. The processor announces each new one at least ${objectionDays} days before it is used, by mail to the owners of the team. Within these days the controller may object; as long as an objection is not settled, the sub-processor is not used for the controller. Where it cannot be settled, the controller may end the agreement for the service concerned. The processor binds each sub-processor to the same duties in writing and answers for it as for itself.`,
    ),
    h2('6. Rights of people (Art. 28(3)(e))'),
    p(
      'The processor provides a portal through which people ask for access, correction, erasure, restriction and portability, and object; it passes on at once what reaches it otherwise, and gives the controller what is needed to answer in time. It answers nobody in its own name.',
    ),
    h2('7. Assistance (Art. 28(3)(f), Art. 32 to 36)'),
    p(
      `The processor assists with security, breaches, impact assessments and prior consultation. It tells the controller of a personal data breach without undue delay, at the latest ${breachHours.team} hours after it became aware of it, with what Art. 33(3) asks for as far as it is known, and the rest in phases.`,
    ),
    h2('8. Deletion and return (Art. 28(3)(g))'),
    p(
      'At the end of the service, the processor gives all data back in a form that machines read, or deletes it, as the controller chooses, and deletes what copies there are, unless a law of the Union or a member state wants them to be kept. To delete is to destroy the keys under which data is sealed; the processor certifies it.',
    ),
    h2('9. Evidence and audits (Art. 28(3)(h))'),
    p(
      'The processor makes available what is needed to show that Art. 28 is complied with: the control matrix with its evidence, and the log of the team, whose signed state anybody can check without trusting the processor. It allows audits and inspections by the controller or an auditor whom the controller mandates, and contributes to them.',
    ),
    ...(usesModels
      ? [
          h2('10. Language models'),
          p(
            'Text leaves for the model providers of Annex III only after identifiers, and everything that is known about the people in a conversation, were replaced by placeholders. The register of model providers says of each whether it learns from the text and how long it keeps it, with evidence, or that this is unknown.',
          ),
        ]
      : []),
  ]
}

/** By reference, with modules and options chosen: Decision (EU) 2021/914. */
function standardClauses(facts: PaperFacts, controller: Party, processor: Party): PaperBlock[] {
  const { entity } = facts
  const authority = entity.authority ? entity.authority.name : unsaid
  return [
    h2('Transfers: standard contractual clauses'),
    p(
      'Where personal data goes to a country without an adequacy decision, the standard contractual clauses in the annex to Commission Implementing Decision (EU) 2021/914 of 4 June 2021 are part of this agreement by reference, and prevail over it: https://eur-lex.europa.eu/eli/dec_impl/2021/914/oj',
    ),
    table(
      ['Choice', 'Module two (controller to processor)', 'Module three (processor to processor)'],
      [
        ['Exporter', controller.name, processor.name],
        ['Importer', processor.name, 'each sub-processor of Annex III in such a country'],
        ['Clause 7 (docking)', 'applies', 'applies'],
        [
          'Clause 9(a) (sub-processors)',
          `option 2, general authorisation, ${objectionDays} days`,
          `option 2, general authorisation, ${objectionDays} days`,
        ],
        ['Clause 11(a) (redress)', 'the optional wording does not apply', 'the optional wording does not apply'],
        ['Clause 13 (supervision)', authority, authority],
        ['Clause 17 (governing law)', `option 1: ${lawOf(facts)}`, `option 1: ${lawOf(facts)}`],
        ['Clause 18(b) (courts)', lawOf(facts), lawOf(facts)],
        ['Annex I.A and I.B', 'the parties above and Annex I', 'the parties above and Annex I'],
        ['Annex I.C', authority, authority],
        ['Annex II', 'Annex II', 'Annex II'],
        ['Annex III', 'Annex III', 'Annex III'],
      ],
    ),
  ]
}

const unitedKingdom = (facts: PaperFacts, controller: Party, processor: Party): PaperBlock[] =>
  facts.entity.laws.includes('uk')
    ? [
        h2('Transfers from the United Kingdom'),
        p(
          'For transfers to which UK law applies, the International Data Transfer Addendum to the EU standard contractual clauses of the Information Commissioner, version B1.0, in force since 21 March 2022, is part of this agreement by reference.',
        ),
        factsBlock(
          ['Table 1 (parties)', `${controller.name}; ${processor.name}; contacts as above; from the date of signature`],
          ['Table 2 (clauses)', 'The clauses and choices above, modules two and three'],
          ['Table 3 (annexes)', 'Annexes I, II and III of this agreement'],
          ['Table 4 (ending when the addendum changes)', 'Neither party'],
        ),
      ]
    : []

const california = (facts: PaperFacts): PaperBlock[] =>
  facts.entity.laws.includes('ccpa')
    ? [
        h2('Terms for personal information of Californians (CCPA)'),
        p(
          'The processor is a service provider within the meaning of Cal. Civ. Code § 1798.140(ag). In addition to the above:',
        ),
        list(
          'It processes personal information for the limited and specified purposes of Annex I alone.',
          'It does not sell or share it.',
          'It does not keep, use or disclose it outside of the direct business relationship with the controller, or for any other purpose.',
          'It does not combine it with personal information from elsewhere, except as the regulations permit.',
          'It complies with the CCPA and gives personal information the protection that the CCPA wants, and lets the controller see that it does.',
          `It tells the controller within ${californianNotice} business days when it cannot meet its duties any more (11 CCR § 7051(a)(8)); the controller may then stop and remedy unauthorised use.`,
          'It binds those whom it engages to the same, in writing, and tells the controller of them as in clause 5.',
          'It carries out requests of consumers of which the controller tells it.',
        ),
      ]
    : []

function annexes(facts: PaperFacts): PaperBlock[] {
  const { activities, subProcessors, providers } = facts
  const used = providers.filter(({ configured }) => configured.length > 0)
  return [
    h2('Annex I: description of the processing'),
    table(
      ['What', 'Purpose', 'Categories of data', 'Of whom', 'How long'],
      activities
        .filter(({ data }) => data.length > 0)
        .map((one) => [
          one.title,
          one.purpose,
          listed(one.data),
          one.subjects === 'staff'
            ? 'Members of the team'
            : 'People who write to the controller, its customers and leads',
          keptOf(one),
        ]),
    ),
    p(
      `${specialCategories(facts.sensitive)} Frequency of transfers: continuous. Nature: storage, retrieval, answering, deletion.`,
    ),
    h2('Annex II: technical and organisational measures'),
    ...securityMeasures(facts),
    h2('Annex III: sub-processors'),
    subProcessors.length + used.length > 0
      ? table(
          ['Name', 'What for', 'Data', 'Where', 'Safeguard', 'From'],
          [
            ...subProcessors.map((one) => [
              [one.name, ...(one.address ? [one.address] : [])].join(', '),
              one.purpose,
              one.data,
              countryName(one.country),
              mechanisms[one.transfer] ?? one.transfer,
              day(one.startsAt),
            ]),
            ...used.map((one) => [
              `${one.provider} (${one.endpoint})`,
              `language model: ${listed(one.configured.map(({ use }) => use))}`,
              'pseudonymised text',
              one.isCurrent && one.attested ? countryName(one.attested.country) : 'unknown',
              one.isCurrent && one.attested ? (mechanisms[one.attested.transfer] ?? '') : 'unknown',
              '',
            ]),
          ],
        )
      : p('There are none.'),
  ]
}

/** Art. 28 GDPR, ready to be signed. */
export function dataProcessingAgreement(facts: PaperFacts): PaperDocument {
  const { controller, processor } = agreementParties(facts)
  return {
    title: titles['data-processing-agreement'],
    missing: neededForAgreement(facts),
    remarks: facts.entity.authority
      ? []
      : [{ field: 'legalEntity.authority', message: 'clause 13 of the standard clauses names the authority' }],
    blocks: [
      p('Agreement on processing on behalf of a controller, Art. 28 GDPR.'),
      h2('Parties'),
      partyBlock('Controller', controller),
      partyBlock('Processor', processor),
      ...clauses(facts),
      ...standardClauses(facts, controller, processor),
      ...unitedKingdom(facts, controller, processor),
      ...california(facts),
      h2('Final terms'),
      numbered(
        `The law of ${lawOf(facts)} holds, as far as the clauses above do not say otherwise.`,
        'Where this agreement and another between the parties disagree on personal data, this one prevails; the standard contractual clauses prevail over both.',
        'A new version binds when it is signed. Versions are kept, with the SHA-256 of their text.',
      ),
      ...annexes(facts),
      h3('Signatures'),
      p(
        'A signature names the version and the SHA-256 of the text, and is kept with a receipt signed by the key of the log.',
      ),
      template,
    ],
  }
}
