import type { CheckState, ControlCheck } from '@sotto/contracts'
import { dayIn } from '../../../language/index.ts'
import type { CheckFacts } from './live.ts'

type Found = Pick<ControlCheck, 'state' | 'says' | 'values'>

const day = 24 * 60 * 60 * 1000
/** A check of the log that is older than this, in days, says too little about today. */
const freshDays = 8

const found = (state: CheckState, says: string, values: ControlCheck['values'] = {}): Found => ({ state, says, values })
/** `1 objection is`, `2 objections are`. */
const count = (number: number, one: string, verb: readonly [one: string, many: string] | null = null) =>
  `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}${verb ? ` ${verb[number === 1 ? 0 : 1]}` : ''}`
/** In words; what is compared by machines has `date`. */
const said = (time: Date | null) => (time ? dayIn(time) : 'an unknown day')
const date = (time: Date | null) => time?.toISOString().slice(0, 10) ?? null

/** Every check by its id: what it looks at is the running configuration, and nothing else. */
const checks = {
  'encryption-at-rest': {
    title: 'Personal and confidential fields are sealed',
    run: ({ declared, activities }: CheckFacts) =>
      found(
        declared.sealedFields > 0 ? 'met' : 'not-met',
        `${declared.sealedFields} fields of ${activities.filter(({ data, confidential }) => data.length + confidential.length > 0).length} collections are sealed with AES-256-GCM; the data map knows no other way to store them`,
        { sealedFields: declared.sealedFields },
      ),
  },
  'encryption-in-transit': {
    title: 'The public address is served over TLS',
    run: ({ publicUrl }: CheckFacts) =>
      publicUrl.startsWith('https://')
        ? found('met', 'the public address begins with https://', { https: true })
        : found('not-met', 'the public address does not begin with https://: set PUBLIC_URL', { https: false }),
  },
  'key-rotation': {
    title: 'Keys are replaced in time',
    run: ({ live, keys }: CheckFacts) =>
      found(
        live.keys.alarms > 0 ? 'attention' : live.keys.rotateAt < live.now ? 'not-met' : 'met',
        live.keys.alarms > 0
          ? `${count(live.keys.alarms, 'alarm')} about keys: see npx sotto keys status`
          : `keys are replaced every ${keys.days} days; next by ${said(live.keys.rotateAt)}`,
        { everyDays: keys.days, nextBy: date(live.keys.rotateAt), alarms: live.keys.alarms },
      ),
  },
  'backup-confirmed': {
    title: 'Data and keys are backed up',
    run: ({ live }: CheckFacts) => {
      if (!live.keys.destroysAfterBackup)
        return found('attention', 'this server is configured to run without backups', { confirmedAt: null })
      const { backupAt } = live.keys
      if (!backupAt)
        return found('not-met', 'no backup was ever confirmed: run npx sotto backup', { confirmedAt: null })
      const age = Math.floor((live.now.getTime() - backupAt.getTime()) / day)
      return found(age > freshDays ? 'attention' : 'met', `confirmed on ${said(backupAt)}`, {
        confirmedAt: date(backupAt),
      })
    },
  },
  'log-intact': {
    title: 'The log was checked and is whole',
    run: ({ live }: CheckFacts) => {
      const { checkedAt, ok, entries } = live.log
      const values = { checkedAt: date(checkedAt), entries }
      if (!checkedAt) return found('attention', 'the log was not checked yet', values)
      if (!ok) return found('not-met', 'the last check of the log found something: see the log', values)
      const isOld = live.now.getTime() - checkedAt.getTime() > freshDays * day
      return found(isOld ? 'attention' : 'met', `${entries} entries, checked on ${said(checkedAt)}`, values)
    },
  },
  'log-leaves': {
    title: 'The log goes to a place of its own',
    run: ({ live }: CheckFacts) =>
      live.log.sinks > 0
        ? found('met', `it goes to ${count(live.log.sinks, 'other place')}`, { sinks: live.log.sinks })
        : found('attention', 'no SIEM and no witness gets the log', { sinks: 0 }),
  },
  'log-covers': {
    title: 'Access and changes are logged',
    run: ({ declared, logYears }: CheckFacts) =>
      found(
        'met',
        `${declared.logged} kinds of records log each change, and each look at what is personal; kept for ${logYears} years`,
        {
          collections: declared.logged,
          years: logYears,
        },
      ),
  },
  'access-by-role': {
    title: 'Who may do what follows one table',
    run: ({ declared, live }: CheckFacts) =>
      found(
        live.access.owners > 0 ? 'met' : 'not-met',
        `${declared.endpointsWithPermission} of ${declared.endpoints} endpoints ask for a permission, the others for a token of their own or nothing personal; ${count(live.access.members, 'member')} in ${declared.roles} roles`,
        { members: live.access.members, owners: live.access.owners },
      ),
  },
  'access-integrity': {
    title: 'Rows that decide about access carry a MAC',
    run: ({ declared }: CheckFacts) =>
      found(
        declared.withMac > 0 ? 'met' : 'not-met',
        `rows of ${declared.withMac} collections are refused when they were changed outside`,
        {
          collections: declared.withMac,
        },
      ),
  },
  'least-privilege': {
    title: 'API keys hold what they need',
    run: ({ live }: CheckFacts) =>
      live.access.keysWithEverything > 0
        ? found(
            'attention',
            `${count(live.access.keysWithEverything, 'API key')} with which the team can be administered`,
            {
              keys: live.access.apiKeys,
              withEverything: live.access.keysWithEverything,
            },
          )
        : found(
            'met',
            live.access.apiKeys === 0
              ? 'there is no API key'
              : `${count(live.access.apiKeys, 'API key')}, none of which may administer the team`,
            {
              keys: live.access.apiKeys,
              withEverything: 0,
            },
          ),
  },
  'network-boundary': {
    title: 'Software of others cannot make this server call inside',
    run: ({ live }: CheckFacts) =>
      live.allowsPrivateAddresses
        ? found('attention', 'webhooks and log sinks may reach private addresses', { privateAddresses: true })
        : found('met', 'private addresses are refused', { privateAddresses: false }),
  },
  'origins-named': {
    title: 'Public bots answer named websites alone',
    run: ({ live }: CheckFacts) =>
      live.bots.withoutOrigins > 0
        ? found(
            'attention',
            `${live.bots.withoutOrigins} of ${count(live.bots.public, 'public bot')} without a website that is named`,
            {
              public: live.bots.public,
              withoutOrigins: live.bots.withoutOrigins,
            },
          )
        : found(
            'met',
            live.bots.public === 0
              ? 'no bot is public'
              : `${count(live.bots.public, 'public bot')}, with websites that are named`,
            {
              public: live.bots.public,
              withoutOrigins: 0,
            },
          ),
  },
  'pseudonymised-exit': {
    title: 'What leaves for a model is pseudonymised',
    run: ({ providers }: CheckFacts) => {
      const used = providers.filter(({ configured }) => configured.length > 0).length
      return found(
        'met',
        used > 0
          ? `all text for ${count(used, 'endpoint')} passes the one exit that replaces identifiers`
          : 'no text leaves for a model',
        {
          endpoints: used,
        },
      )
    },
  },
  'providers-attested': {
    title: 'Terms of model providers are attested',
    run: ({ providers }: CheckFacts) => {
      const unknown = providers.filter(({ configured, isCurrent }) => configured.length > 0 && !isCurrent).length
      return unknown > 0
        ? found('not-met', `nothing that counts is attested of ${count(unknown, 'endpoint')}`, { unknown })
        : found('met', 'every endpoint in use is attested, or none is in use', { unknown: 0 })
    },
  },
  'sub-processors-settled': {
    title: 'Sub-processors are declared, and no objection is open',
    run: ({ subProcessors }: CheckFacts) => {
      const open = subProcessors.filter(({ state }) => state === 'objected').length
      return open > 0
        ? found('attention', `${count(open, 'objection', ['is', 'are'])} not settled`, {
            declared: subProcessors.length,
            open,
          })
        : found('met', `${count(subProcessors.length, 'sub-processor', ['is', 'are'])} declared`, {
            declared: subProcessors.length,
            open,
          })
    },
  },
  'retention-set': {
    title: 'Every category has a period',
    run: ({ rules }: CheckFacts) => {
      const open = rules.filter(({ keptFor }) => keptFor === 'open').map(({ category }) => category)
      return open.length > 0
        ? found('not-met', `no period is set for ${open.join(', ')}`, { open: open.length })
        : found('met', `${rules.length} rules are set`, { open: 0 })
    },
  },
  'requests-in-time': {
    title: 'Requests of people are answered in time',
    run: ({ live }: CheckFacts) =>
      live.overdueRequests > 0
        ? found('not-met', `${count(live.overdueRequests, 'request', ['is', 'are'])} overdue`, {
            overdue: live.overdueRequests,
          })
        : found('met', 'none is overdue', { overdue: 0 }),
  },
  'breaches-in-time': {
    title: 'Breaches are reported in time',
    run: ({ breaches }: CheckFacts) => {
      const late = breaches.filter(({ clocks }) => clocks.some(({ isLate, doneAt }) => isLate && !doneAt)).length
      return late > 0
        ? found('not-met', `${breaches.length} known, ${late} late`, { known: breaches.length, late })
        : found('met', breaches.length === 0 ? 'none is known' : `${breaches.length} known, none late`, {
            known: breaches.length,
            late,
          })
    },
  },
  'access-reviewed': {
    title: 'Who has access is confirmed in time',
    run: ({ live }: CheckFacts) => {
      const { everyMonths, nextAt, isRunning, lastEndedAt, stayed } = live.reviews
      const values = { everyMonths, lastEndedAt: date(lastEndedAt), nextBy: date(nextAt), stayed }
      // A review that is due begins within a day.
      const isLate = !isRunning && live.now.getTime() - nextAt.getTime() > day
      if (isLate) return found('not-met', `a review was due on ${said(nextAt)} and has not begun`, values)
      if (stayed > 0)
        return found('attention', `${count(stayed, 'line')} of the last review stayed without being confirmed`, values)
      if (!lastEndedAt)
        return found(
          'attention',
          isRunning ? 'the first review runs' : `the first review begins on ${said(nextAt)}`,
          values,
        )
      return found(
        'met',
        `the last review ended on ${said(lastEndedAt)}; there is one each ${count(everyMonths, 'month')}`,
        values,
      )
    },
  },
  'contacts-named': {
    title: 'Contacts for data and security are named',
    run: ({ entity }: CheckFacts) => {
      const missing = [
        ...(entity.contact ? [] : ['whom to ask about data']),
        ...(entity.securityContact ? [] : ['whom to ask about security']),
      ]
      return missing.length > 0
        ? found('attention', `the legal entity does not say ${missing.join(' and ')}`, { missing: missing.length })
        : found('met', 'both are named', { missing: 0 })
    },
  },
  'agreement-signed': {
    title: 'The data processing agreement is signed',
    run: ({ live }: CheckFacts) =>
      live.signedAgreement
        ? found('met', 'a version was signed', { signed: true })
        : found('attention', 'no version was signed', { signed: false }),
  },
} satisfies Record<string, { title: string; run: (facts: CheckFacts) => Found }>

export type CheckId = keyof typeof checks

export const checkIds = Object.keys(checks) as CheckId[]

/** Looks at everything, now. */
export const runChecks = (facts: CheckFacts): (ControlCheck & { id: CheckId })[] =>
  checkIds.map((id) => ({ id, title: checks[id].title, ...checks[id].run(facts) }))
