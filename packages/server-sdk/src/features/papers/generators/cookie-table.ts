import { cookieTable as rowsOf } from '../../consent/index.ts'
import { h2, note, type PaperDocument, p, table, template, titles } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { neededOf } from './parties.ts'

const kinds = {
  cookie: 'Cookie',
  local: 'Local storage',
  session: 'Session storage',
  'indexed-db': 'Database in the browser',
  cache: 'Cache',
  'service-worker': 'Program in the background (service worker)',
} as const

const lifetime = (kind: keyof typeof kinds, days: number | null) =>
  days !== null
    ? `${days.toLocaleString('en')} day${days === 1 ? '' : 's'}`
    : kind === 'cookie' || kind === 'session'
      ? 'Until the browser is closed'
      : 'Until it is deleted'

const head = ['Name', 'Kind', 'Service', 'By', 'Category', 'What for', 'How long']
const ofSession = ['this website', 'necessary'] as const

/** What the widget stores, once somebody has written. */
const chat = [
  'sotto:*',
  kinds.session,
  'Chat',
  ...ofSession,
  'Goes on with your conversation on the next page. It is written once you have sent something.',
  'Until the tab is closed, or you end the chat',
]

/** What signing in sets; over TLS the first has `__Host-` before its name. */
const signedIn = [
  ['session', 'Knows who is signed in.'],
  ['csrf_token', 'Keeps other websites from acting for you.'],
].map(([name = '', what = '']) => [name, kinds.cookie, 'Dashboard', ...ofSession, what, lifetime('cookie', null)])

/** What websites of the team store in browsers, as the published consent policies declare it. */
export function cookieTable(facts: PaperFacts): PaperDocument {
  const { policies, portal, hasBots } = facts
  return {
    title: titles['cookie-table'],
    missing: neededOf(facts),
    remarks:
      policies.length > 0
        ? []
        : [{ field: 'consentPolicies', message: 'no consent policy is published, so that nothing is declared' }],
    blocks: [
      p(
        'What is stored in your browser when you use our websites, by whom, what for, and for how long. What is not necessary is stored only after you agreed, where the law wants that; you can change your mind at any time in the consent settings of the website.',
      ),
      ...(policies.length === 0
        ? [note('No consent policy is published: what services on the websites store is not declared.')]
        : []),
      ...policies.flatMap(({ policy }) => {
        const rows = rowsOf(policy)
        return [
          h2(policy.site.name),
          rows.length > 0
            ? table(
                head,
                rows.map((row) => [
                  row.name,
                  kinds[row.kind],
                  row.service,
                  row.provider ?? 'this website',
                  row.category,
                  row.purpose ?? '',
                  lifetime(row.kind, row.lifetimeDays),
                ]),
              )
            : p('No service of this website stores anything beside your choice about consent.'),
          p(
            `Your choice itself is kept in ${policy.storage?.kind === 'local' ? 'the local storage' : 'one cookie'} named ${policy.storage?.name ?? 'sotto-consent'}. What your browser sends us of it lies in the local storage until it has arrived, and its receipt after that, under names that begin with ${policy.storage?.name ?? 'sotto-consent'}:. This stands in version ${policies.find((one) => one.policy === policy)?.version ?? 1} of the policy.`,
          ),
        ]
      }),
      ...(hasBots ? [h2('Chat'), table(head, [chat])] : []),
      h2('Signing in, for members of the team'),
      table(head, signedIn),
      p(`What else we do with data stands at ${portal}/notice.`),
      template,
    ],
  }
}
