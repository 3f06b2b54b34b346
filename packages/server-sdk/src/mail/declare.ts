import { z } from 'zod'
import { collection, confidential, plain } from '../data-map/index.ts'

const mailStates = ['waiting', 'sent', 'failed'] as const

/**
 * Mail on its way. It is a copy of what is known elsewhere, so it lives for a day after it went out or was given up, and
 * as long as it waits. Its id is the beginning of its Message-ID.
 */
export const mails = collection('mails', {
  id: 'own',
  about: 'nobody',
  unit: 'own',
  purpose: 'Mail that somebody asked for, or that the law asks for',
  basis: 'contract',
  retention: { category: 'technical', since: 'endedAt', afterwards: 'delete' },
  log: { never: 'what has somebody written to is logged as such' },
  fields: {
    state: plain(z.enum(mailStates)),
    kind: plain(z.string()),
    /** Whom it concerns: the id of a person, whose mail goes with them. */
    concerns: plain(z.string().nullable()),
    /** What an advertising mail is for: who gets it must permit this at the moment in which it leaves. */
    purpose: plain(z.string().nullable().default(null)),
    until: plain(z.date().nullable()),
    createdAt: plain(z.date()),
    /** When it went out or was given up. A mail that waits has none, and is no copy to be swept. */
    endedAt: plain(z.date().nullable()),
    /** Why it was given up, in our own words. */
    problem: plain(z.string().nullable()),
    to: confidential(z.string(), { inLog: false }),
    sender: confidential(z.string().nullable(), { inLog: false }),
    replyTo: confidential(z.string().nullable(), { inLog: false }),
    subject: confidential(z.string(), { inLog: false }),
    text: confidential(z.string(), { inLog: false }),
    html: confidential(z.string(), { inLog: false }),
    unsubscribe: confidential(z.string().nullable(), { inLog: false }),
  },
  indexes: [{ createdAt: -1 }, { concerns: 1 }],
  acrossTeams: [{ endedAt: 1 }],
})
