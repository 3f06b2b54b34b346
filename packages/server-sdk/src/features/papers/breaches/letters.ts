import type { Breach, PaperBlock } from '@sotto/contracts'
import { minuteIn } from '../../../language/index.ts'
import { facts, h2, list, p, table, template } from '../document/document.ts'
import { contactLine, unsaid } from '../generators/parties.ts'
import type { EntityFacts } from '../settings.ts'

interface Letter {
  title: string
  blocks: PaperBlock[]
}

const when = (iso: string | null) => (iso ? minuteIn(new Date(iso)) : null)

const period = ({ happenedFrom, happenedUntil }: Breach) =>
  happenedFrom || happenedUntil
    ? `from ${when(happenedFrom) ?? 'an unknown time'} to ${when(happenedUntil) ?? 'an unknown time'}`
    : unsaid

const contactOf = (breach: Breach, entity: EntityFacts) =>
  breach.contact ??
  (entity.dataProtectionOfficer ? contactLine(entity.dataProtectionOfficer) : (entity.contact ?? unsaid))

/** To people whose data it is: Art. 34(2) GDPR, in plain words. */
export function letterTo(breach: Breach, entity: EntityFacts, from: string): Letter {
  return {
    title: 'Something happened to your data',
    blocks: [
      p(
        `${from} writes to you because data about you was affected by an incident. You learn here what happened, what it may mean for you, and what you can do.`,
      ),
      h2('What happened'),
      p(breach.nature ?? unsaid),
      p(`When: ${period(breach)}. We noticed it on ${when(breach.awareAt)}.`),
      h2('Which data'),
      p(breach.records ?? unsaid),
      h2('What may follow from it'),
      p(breach.consequences ?? unsaid),
      h2('What we have done, and what you can do'),
      p(breach.measures ?? unsaid),
      h2('Whom you can ask'),
      p(contactOf(breach, entity)),
      ...(entity.authority
        ? [p(`You may also turn to the supervisory authority: ${entity.authority.name}, ${entity.authority.url}`)]
        : []),
      template,
    ],
  }
}

/** To the authority: Art. 33(3) and (4) GDPR. */
export function reportTo(breach: Breach, entity: EntityFacts, from: string): Letter {
  const told = breach.reports.filter(({ to }) => to === 'authority')
  const clock = breach.clocks.find(({ of }) => of === 'authority')
  return {
    title: 'Notification of a personal data breach',
    blocks: [
      p(
        `Art. 33 GDPR. ${told.length === 0 ? 'First notification.' : `Phase ${told.length + 1}, in addition to what was sent before.`}`,
      ),
      h2('Controller'),
      facts(
        ['Name', from],
        ['Address', entity.address ?? unsaid],
        ['Contact, Art. 33(3)(b)', contactOf(breach, entity)],
        ['To', entity.authority ? `${entity.authority.name}\n${entity.authority.url}` : unsaid],
      ),
      h2('Times'),
      facts(
        ['It happened', period(breach)],
        ['The processor became aware', when(breach.operatorAwareAt)],
        ['The controller became aware', when(breach.awareAt)],
        ['To be notified by', clock ? when(clock.dueAt) : null],
        ['Why later (Art. 33(1))', clock?.isLate ? (breach.delayReason ?? unsaid) : null],
      ),
      h2('Nature of the breach, Art. 33(3)(a)'),
      p(breach.nature ?? unsaid),
      facts(
        ['Categories of people', breach.people ?? unsaid],
        ['Approximate number of people', breach.approximatePeople?.toLocaleString('en') ?? unsaid],
        ['Categories of records', breach.records ?? unsaid],
        ['Approximate number of records', breach.approximateRecords?.toLocaleString('en') ?? unsaid],
        [
          'According to the log',
          breach.affected
            ? `${breach.affected.people.toLocaleString('en')} people in ${breach.affected.entries.toLocaleString('en')} entries, from ${when(breach.affected.window.since)} to ${when(breach.affected.window.until)}`
            : null,
        ],
      ),
      h2('Likely consequences, Art. 33(3)(c)'),
      p(breach.consequences ?? unsaid),
      facts(['Risk to people', breach.risk], ['Why', breach.riskReason]),
      h2('Measures, Art. 33(3)(d)'),
      p(breach.measures ?? unsaid),
      ...(told.length > 0
        ? [
            h2('Sent before'),
            table(
              ['When', 'Phase', 'What'],
              told.map((one) => [when(one.at) ?? '', String(one.phase), one.text]),
            ),
          ]
        : []),
      ...(breach.lacks.length > 0
        ? [
            h2('Not known yet'),
            list(...breach.lacks),
            p('It will be sent in phases, without further undue delay (Art. 33(4)).'),
          ]
        : []),
      template,
    ],
  }
}
