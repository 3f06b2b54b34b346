import { emailAddress, timezone } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, drop, personal, plain, pseudonym, subject } from '../../data-map/index.ts'

export const contacts = collection('contacts', {
  id: 'contact',
  about: 'self',
  unit: 'own',
  purpose: 'Customer communication',
  basis: 'contract',
  retention: { category: 'contacts', since: 'lastActivityAt', afterwards: 'anonymise' },
  export: { ownWords: ['name', 'email', 'phone', 'externalId', 'company'] },
  log: 'contact',
  joins: 'mergedInto',
  fields: {
    name: personal(z.string().max(200).nullable().default(null), {
      onErase: pseudonym('Former contact'),
      find: 'prefix',
      byPerson: 'at once',
    }),
    email: personal(emailAddress.nullable().default(null), {
      onErase: drop,
      find: 'exact',
      as: 'email',
      unique: 'contact_exists',
      byPerson: 'approved',
    }),
    phone: personal(z.string().max(40).nullable().default(null), {
      onErase: drop,
      find: 'exact',
      as: 'phone',
      unique: 'contact_exists',
      byPerson: 'approved',
    }),
    externalId: personal(z.string().max(200).nullable().default(null), {
      onErase: drop,
      find: 'exact',
      as: 'exact',
      unique: 'contact_exists',
    }),
    company: personal(z.string().max(200).nullable().default(null), { onErase: drop, byPerson: 'at once' }),
    timezone: plain(timezone.nullable().default(null)),
    /** Whose contact it has become: two that were the same person. */
    mergedInto: plain(z.string().nullable().default(null)),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
    lastActivityAt: plain(z.date(), { keepForStatistics: 'day' }),
  },
  // By the clock of its retention a collection has an index without being asked.
  indexes: [{ createdAt: -1 }, { mergedInto: 1 }],
})

/** What a merge of two contacts moved, so that it can be undone for a while. It ends with the person. */
export const contactMerges = collection('contactMerges', {
  id: 'contactMerge',
  about: subject('contactId', contacts),
  unit: 'own',
  purpose: 'Customer communication',
  basis: 'contract',
  retention: { category: 'technical', since: 'endsAt', afterwards: 'delete' },
  export: { never: 'what it moved is given by itself, and that it was moved stands in the log' },
  log: { never: 'the merge and its undoing are logged with both contacts' },
  fields: {
    /** The contact that was kept. */
    contactId: plain(z.string()),
    otherId: plain(z.string()),
    mergedAt: plain(z.date()),
    undoneAt: plain(z.date().nullable()),
    /** Until when it can be undone. */
    endsAt: plain(z.date()),
    moved: confidential(z.array(z.object({ collection: z.string(), id: z.string() }))),
    /** What the kept one did not have, and got from the other. */
    filled: confidential(z.record(z.string(), z.string())),
  },
  indexes: [{ contactId: 1, mergedAt: -1 }],
  acrossTeams: [{ endsAt: 1 }],
})
