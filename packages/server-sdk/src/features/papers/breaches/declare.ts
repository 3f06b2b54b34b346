import { breachRisks } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, plain } from '../../../data-map/index.ts'

const text = () => confidential(z.string().nullable())

/**
 * Breaches of the protection of personal data, all of them (Art. 33(5) GDPR): there is no way to remove one but the end of
 * the team. What is written of one is sealed under its own key.
 */
export const breaches = collection('breaches', {
  id: 'breach',
  about: 'nobody',
  unit: 'own',
  purpose: 'Documenting breaches of data protection',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'openedAt', afterwards: 'delete' },
  log: 'breach',
  fields: {
    openedAt: plain(z.date()),
    closedAt: plain(z.date().nullable()),
    awareAt: plain(z.date()),
    operatorAwareAt: plain(z.date().nullable()),
    happenedFrom: plain(z.date().nullable()),
    happenedUntil: plain(z.date().nullable()),
    approximatePeople: plain(z.number().int().nullable()),
    approximateRecords: plain(z.number().int().nullable()),
    risk: plain(z.enum(breachRisks)),
    /** When each was told first. */
    teamToldAt: plain(z.date().nullable()),
    authorityToldAt: plain(z.date().nullable()),
    peopleToldAt: plain(z.date().nullable()),
    /** Which reminders of its clocks were sent, as `authority:24`. */
    reminded: plain(z.array(z.string()).default([])),
    /** Grows with each change, so that one job looks after its clocks. */
    turn: plain(z.number().int().default(0)),
    title: confidential(z.string()),
    nature: text(),
    people: text(),
    records: text(),
    contact: text(),
    consequences: text(),
    measures: text(),
    riskReason: text(),
    delayReason: text(),
    /** JSON: whom the log names, for which window. */
    affected: confidential(z.string().nullable(), { inLog: false }),
    /** JSON: who was told what, in the order in which it was. */
    reports: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ awareAt: -1 }],
})
