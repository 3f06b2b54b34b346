import type { PaperBlock, PrivacyRegime } from '@sotto/contracts'
import { type Regime, regimes } from '../../privacy-requests/index.ts'
import {
  capitalised,
  h2,
  list,
  listed,
  note,
  type PaperDocument,
  p,
  table,
  template,
  titles,
} from '../document/document.ts'
import { type Activity, byPurpose } from '../facts/activities.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { keptOf } from '../facts/retention.ts'
import { keepsHealth, sensitiveInWords } from '../facts/sensitive.ts'
import { bases } from '../facts/words.ts'
import { neededOf, partyFacts, unsaid, wanted } from './parties.ts'
import { receiverRows } from './receivers.ts'

const unique = (texts: readonly string[]) => [...new Set(texts)]

const periodInWords = (period: Regime['answer']): string =>
  'months' in period
    ? `${period.months === 1 ? 'one month' : `${period.months} months`}, and at most ${period.mostDays} days`
    : 'days' in period
      ? `${period.days} days`
      : `${period.businessDays} business days`

const forPeople = ({ activities }: PaperFacts) =>
  activities.filter(({ subjects, data }) => subjects === 'people' && data.length > 0)

/** How long each is kept: what is kept alike is said once. */
function keptTogether(activities: readonly Activity[]): string {
  const alike = new Map<string, string[]>()
  for (const one of activities) alike.set(keptOf(one), [...(alike.get(keptOf(one)) ?? []), one.title])
  return [...alike]
    .map(([kept, titles]) => (alike.size === 1 ? capitalised(kept) : `${listed(titles)}: ${kept}`))
    .join('; ')
}

function purposes(facts: PaperFacts): PaperBlock {
  return table(
    ['What for', 'Which data', 'On which basis', 'How long'],
    byPurpose(forPeople(facts)).map(([purpose, activities]) => [
      purpose,
      listed(unique(activities.flatMap(({ data }) => data))),
      capitalised(listed(unique(activities.map(({ basis }) => bases[basis])))),
      keptTogether(activities),
    ]),
  )
}

function sensitiveToPeople({ sensitive }: PaperFacts): string {
  const taken = `Before what you write is stored: ${sensitiveInWords(sensitive)}.`
  return keepsHealth(sensitive)
    ? `${taken} What you say of your health rests on your explicit consent (Art. 9(2)(a) GDPR), which you can withdraw at any time.`
    : taken
}

function receivers(facts: PaperFacts): PaperBlock[] {
  const rows = receiverRows(facts)
  return [
    p('Inside our organisation, those see data who need it for their work; every look is recorded.'),
    rows.length > 0
      ? table(['Who', 'What for', 'Where', 'Safeguard for other countries'], rows)
      : p('Nobody outside of our organisation receives it, and no provider of language models.'),
    p(
      'A copy of the safeguards can be had from the address above. Beyond that, data goes to authorities and courts where a law obliges us.',
    ),
  ]
}

function rights({ entity, portal }: PaperFacts): PaperBlock[] {
  const applied = (['gdpr', 'uk', 'ccpa'] as const satisfies readonly PrivacyRegime[]).filter((law) =>
    entity.laws.includes(law),
  )
  return [
    list(
      'Get a copy of your data, and know where it came from and who received it (Art. 15 GDPR)',
      'Have wrong data corrected (Art. 16)',
      'Have data erased (Art. 17)',
      'Have its use restricted (Art. 18)',
      'Take it elsewhere in a form that machines read (Art. 20)',
      'Object where we rely on legitimate interests, and at any time to advertising (Art. 21)',
      'Withdraw a consent at any time, as easily as you gave it; what was done before stays lawful (Art. 7(3))',
    ),
    p(`Use the form at ${portal}, or write to ${entity.contact ?? unsaid}. It costs nothing.`),
    ...applied.map((law) => p(`${regimes[law].name}: you are answered within ${periodInWords(regimes[law].answer)}.`)),
  ]
}

function complaints({ entity }: PaperFacts): PaperBlock {
  const { authority, laws } = entity
  const others = (['gdpr', 'uk', 'ccpa'] as const)
    .filter((law) => laws.includes(law))
    .flatMap((law) => regimes[law].complainTo)
  return list(
    ...(authority ? [`${authority.name}: ${authority.url}`] : []),
    ...others.map(({ name, url }) => `${name}: ${url}`),
  )
}

/** Notice at collection, Cal. Civ. Code § 1798.100. */
function california(facts: PaperFacts): PaperBlock[] {
  if (!facts.entity.laws.includes('ccpa')) return []
  const { isSold, isSensitiveUsed, portal } = facts
  const ccpa = regimes.ccpa
  const optOut = ccpa.others['opt-out']
  return [
    h2('Notice at collection for residents of California'),
    p('We collect these categories of personal information, for these purposes, and keep them so long:'),
    table(
      ['Category', 'Purpose', 'Sold or shared', 'Kept'],
      forPeople(facts).map((one) => [
        `${one.title}: ${listed(one.data)}`,
        one.purpose,
        isSold ? 'See below' : 'No',
        keptOf(one),
      ]),
    ),
    p(
      isSold
        ? `Some of what websites collect with your permission is sold, or shared for advertising across sites, as the cookie table says. You may opt out at any time at ${portal} (“Do Not Sell or Share My Personal Information”). A browser that sends Global Privacy Control is taken at its word.`
        : 'We do not sell personal information, and do not share it for advertising across sites. Global Privacy Control is honoured all the same.',
    ),
    p(
      isSensitiveUsed
        ? `We use sensitive personal information for more than what you asked for. You may limit that at ${portal} (“Limit the Use of My Sensitive Personal Information”).`
        : 'We do not use sensitive personal information to infer anything about you.',
    ),
    p(
      `You may know, delete and correct what we have about you, also through somebody whom you authorise, and we treat you no worse for it. We confirm a request within ${ccpa.acknowledge ? periodInWords(ccpa.acknowledge) : unsaid} and answer it within ${periodInWords(ccpa.answer)}${optOut ? `; an opt-out is done within ${periodInWords(optOut)}` : ''}.`,
    ),
  ]
}

/** Art. 13 and 14 GDPR, and notice at collection. */
export function privacyNotice(facts: PaperFacts): PaperDocument {
  const { entity, team, activities, providers, portal, logYears } = facts
  const people = forPeople(facts)
  const usesInterests = people.some(({ basis }) => basis === 'legitimate-interests')
  const staff = activities.filter(({ subjects, data }) => subjects === 'staff' && data.length > 0)
  const unknown = providers.filter(({ configured, isCurrent }) => configured.length > 0 && !isCurrent)
  return {
    title: titles['privacy-notice'],
    missing: neededOf(facts),
    remarks: [
      ...wanted(facts, {
        address: 'Art. 13(1)(a) asks for a postal address',
        authority: 'Art. 13(2)(d): name the authority that is competent',
        sources: 'Art. 14(2)(f): say where data comes from that people did not give themselves',
        ...(usesInterests ? { legitimateInterests: 'Art. 13(1)(d): name the legitimate interests' } : {}),
      }),
      ...unknown.map(({ endpoint }) => ({
        field: 'modelProviders',
        message: `nothing is attested of ${endpoint}: the notice cannot say where it lies`,
      })),
    ],
    blocks: [
      p(
        `This notice says what ${entity.legalName ?? team.name} does with data about people who write to us through our chat and website, make appointments or ask for help.`,
      ),
      h2('Who answers for your data'),
      partyFacts(facts),
      h2('What we use data for, on which basis, and for how long'),
      purposes(facts),
      p(sensitiveToPeople(facts)),
      p(
        `Each profile, conversation, appointment and request is locked with a key of its own. When it is forgotten, the key is destroyed. A record of who did what with data, from which address in the network, is kept for ${logYears} years as evidence; what it says of you cannot be read any more once you are erased.`,
      ),
      ...(usesInterests ? [h2('Legitimate interests'), p(entity.legitimateInterests ?? unsaid)] : []),
      h2('Who receives it, and where'),
      ...receivers(facts),
      h2('Where it comes from'),
      p(
        'From you: what you write, what you enter in forms, and what your browser sends when you use the chat. From those of our staff with whom you have spoken.',
      ),
      ...(entity.sources ? [p(entity.sources)] : []),
      h2('Whether you have to give it'),
      p(
        'No law obliges you to give us data. Without a way to reach you, we cannot answer later, keep an appointment or follow up on a request. The chat can be used without a name.',
      ),
      h2('Answers by machines'),
      p(
        `The first answers in the chat are written by software, as it says there. ${
          providers.some(({ configured }) => configured.length > 0)
            ? 'For some of them text goes to a model provider; it is pseudonymised before, which means that names, addresses and numbers are replaced by placeholders that only we can put back.'
            : 'No text leaves for a model provider.'
        }`,
      ),
      h2('Decisions without people'),
      p(
        entity.automatedDecisions ??
          'There is no decision with legal or similarly significant effect that a machine makes alone (Art. 22 GDPR).',
      ),
      h2('Cookies and storage'),
      p(`What websites of ours store in your browser stands at ${portal}/cookies.`),
      h2('Your rights'),
      ...rights(facts),
      h2('Complaints'),
      p('You may complain to a supervisory authority:'),
      complaints(facts),
      ...california(facts),
      ...(staff.length > 0
        ? [
            h2('People who work with us'),
            table(
              ['What for', 'Which data', 'On which basis', 'How long'],
              staff.map((one) => [one.purpose, listed(one.data), capitalised(bases[one.basis]), keptOf(one)]),
            ),
          ]
        : []),
      h2('Changes'),
      p('Each version of this notice is kept, with its date and a hash of its text. What changed can be asked for.'),
      template,
      ...(unknown.length > 0
        ? [note(`Not attested as of this version: ${listed(unknown.map(({ endpoint }) => endpoint))}.`)]
        : []),
    ],
  }
}
