import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataUse } from '@sotto/contracts'
import { expect, it } from 'vitest'

const sources = join(import.meta.dirname, '..', '..')
const files = globSync('**/*.ts', { cwd: sources })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => !/\.test\.ts$|testing/.test(name))
const textOf = (name: string) => readFileSync(join(sources, name), 'utf8')

/** How the code looks where something leaves, or is done, with what is known of people. */
const doors = {
  'text for a writer of answers': /dependencies\.writer\(/,
  'a mail': /(?<!\*.*|function )\benqueueMail\(/m,
  'advertising in the moment before it leaves': /: MarketingDesk => \(\{/,
  'an event for software of others': /\bcollection\(webhookEvents\)\s*\.insert\(/,
  'a file': /(?<!const )\bfileAnswer\(/,
  'whether a purpose is allowed': /\basync allows\(/,
}

/** Every place behind such a door: which use it asks about, or why what is restricted may go through. */
const uses: Readonly<Record<string, { asks: DataUse } | { because: string }>> = {
  'features/chat/answer.ts': { asks: 'answering' },
  'features/consent/checking.ts': { asks: 'answering' },
  'features/consent/permission/asking.ts': { asks: 'marketing' },
  'features/consent/permission/unsubscribing.ts': { asks: 'marketing' },
  'features/consent/permission/service.ts': { because: 'asks the desk of unsubscribing.ts before it writes' },
  'features/webhooks/webhooks.ts': { asks: 'sharing' },
  'access-export/links.ts': { because: 'the code that the person asked for' },
  'features/privacy-requests/intake.ts': { because: 'the code that the person asked for' },
  'features/privacy-requests/letters.ts': { because: 'what the person asked about their data, answered to them' },
  'features/privacy-requests/routes.ts': { because: 'the certificate of the person' },
  'features/privacy-requests/downloads/routes.ts': { because: 'the copy for the person' },
  'features/consent/routes.ts': { because: 'proof of consent is kept for legal claims (Art. 18(2) GDPR)' },
  'features/audit/routes.ts': { because: 'the log is kept by law, and names people to nobody but its readers' },
  'features/audit/daily.ts': { because: 'goes to owners, and names nobody' },
  'features/contract-end/owners.ts': { because: 'goes to owners, and names nobody' },
  'features/contract-end/routes.ts': { because: 'a team that leaves gets everything it holds, and moves it elsewhere' },
  'features/webhooks/owners.ts': { because: 'goes to owners, and names nobody' },
  'features/team/owners.ts': { because: 'goes to owners, and names nobody' },
  'features/holds/watching.ts': { because: 'goes to members who look after holds, and names nobody' },
  'features/support/letters.ts': {
    because: 'goes to members who decide about support, and to whoever of support asked',
  },
  'features/exceptions/letters.ts': { because: 'goes to members about rights of members' },
  'features/access-reviews/letters.ts': { because: 'goes to members about rights of members' },
  'features/holds/approver.ts': { because: 'asks who was named to decide about a hold, to whom the law leaves it' },
}

it.each(Object.entries(doors))('%s: every place is known, and asks or has a reason', (_door, look) => {
  const places = files.filter((name) => look.test(textOf(name)) && name !== 'mail/sending.ts')
  expect(places.length).toBeGreaterThan(0)
  // Papers of a team are about nobody.
  const unknown = places.filter((name) => !uses[name] && !name.startsWith('features/papers/'))
  expect(unknown, 'say in this list which use it asks about, or why it need not').toEqual([])
})

it.each(Object.entries(uses))('%s keeps its word', (name, use) => {
  if ('because' in use) expect(use.because.length).toBeGreaterThan(10)
  else expect(textOf(name)).toMatch(new RegExp(`mayUse\\([^)]*, '${use.asks}'\\)`))
})
