import { breachHours } from '@sotto/contracts'
import { facts as factsBlock, h2, type PaperDocument, p, table, template, titles } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { neededOf } from './parties.ts'

const when = (iso: string | null) => (iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : null)

/** All breaches, with their facts, effects and what was done: Art. 33(5) GDPR. */
export function breachRegister(facts: PaperFacts): PaperDocument {
  const { breaches } = facts
  return {
    title: titles['breach-register'],
    missing: neededOf(facts),
    remarks: breaches
      .filter(({ state, clocks }) => state === 'open' && clocks.some(({ isLate, doneAt }) => isLate && !doneAt))
      .map(({ id }) => ({ field: 'breaches', message: `${id} is late` })),
    blocks: [
      p(
        `Every breach of the protection of personal data, its effects and what was done (Art. 33(5) GDPR). Whoever runs the service tells the team within ${breachHours.team} hours; the team tells the authority within ${breachHours.authority} hours after it became aware.`,
      ),
      ...(breaches.length === 0 ? [p('None is known.')] : []),
      ...breaches.flatMap((one) => [
        h2(`${one.awareAt.slice(0, 10)}: ${one.title}`),
        factsBlock(
          ['Reference', one.id],
          ['The operator became aware', when(one.operatorAwareAt)],
          ['The team became aware', when(one.awareAt)],
          [
            'It happened',
            [when(one.happenedFrom), when(one.happenedUntil)].filter((part) => part !== null).join(' to ') || null,
          ],
          ['Nature', one.nature],
          [
            'People',
            [one.people, one.approximatePeople?.toLocaleString('en')].filter(Boolean).join(', about ') || null,
          ],
          [
            'Records',
            [one.records, one.approximateRecords?.toLocaleString('en')].filter(Boolean).join(', about ') || null,
          ],
          ['People according to the log', one.affected ? one.affected.people.toLocaleString('en') : null],
          ['Effects', one.consequences],
          ['Measures', one.measures],
          ['Risk', [one.risk, one.riskReason].filter(Boolean).join(': ')],
          ['Reason for delay', one.delayReason],
          ['Closed', when(one.closedAt)],
          ['Not written down yet', one.lacks.length > 0 ? one.lacks.join(', ') : null],
        ),
        ...(one.reports.length > 0
          ? [
              table(
                ['When', 'To', 'Phase', 'What was said'],
                one.reports.map((report) => [when(report.at) ?? '', report.to, String(report.phase), report.text]),
              ),
            ]
          : []),
      ]),
      template,
    ],
  }
}
