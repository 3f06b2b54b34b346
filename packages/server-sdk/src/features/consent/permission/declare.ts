import { emailAddress } from '@sotto/contracts'
import { z } from 'zod'
import { collection, drop, personal, plain, subject } from '../../../data-map/index.ts'
import { contacts } from '../../contacts/index.ts'

const personalText = { onErase: drop, inLog: false, screened: false } as const

/**
 * Marketing mail that was asked for and not confirmed by the address yet. Each is a unit of its own and is forgotten when
 * its link has expired: what nobody confirmed leaves nothing.
 */
export const permissionRequests = collection('permissionRequests', {
  id: 'own',
  about: subject('contactId', contacts),
  unit: 'own',
  purpose: 'Asking an address whether it wants marketing mail',
  basis: 'consent',
  retention: { category: 'technical', since: 'expiresAt', afterwards: 'delete' },
  export: { ownWords: ['email', 'turn', 'purpose', 'title', 'language', 'form', 'proof', 'mail'] },
  log: 'permission',
  fields: {
    /** `asked`: a mail went out. `confirmed`: the ledger has it; the row stays until its link expires. */
    state: plain(z.enum(['waiting', 'asked', 'confirmed'])),
    /** Known once the mail is written: who asks learns nothing of who is known. */
    contactId: plain(z.string().nullable()),
    /** SHA-256 of the token in the link. */
    link: plain(z.string().nullable()),
    requestedAt: plain(z.date()),
    expiresAt: plain(z.date()),
    email: personal(emailAddress, { onErase: drop, inLog: false, find: 'exact', as: 'email' }),
    /** One of the few mails that an address gets in a day: address, day and number. */
    turn: personal(z.string(), { onErase: drop, inLog: false, find: 'exact', unique: 'rate_limited' }),
    purpose: personal(z.string(), personalText),
    /** What the purpose is called, in the language of the mail. */
    title: personal(z.string(), personalText),
    language: personal(z.string(), personalText),
    /** All words of the form, as JSON. */
    form: personal(z.string().nullable(), personalText),
    proof: personal(z.string().nullable(), personalText),
    /** All words of the mail, as JSON, with `{link}` in place of the link. */
    mail: personal(z.string().nullable(), personalText),
  },
  indexes: [{ contactId: 1 }],
  acrossTeams: [{ link: 1 }],
  authenticated: ['state', 'link', 'expiresAt'],
})
