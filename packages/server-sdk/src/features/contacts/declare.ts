import { emailAddress, timezone } from '@sotto/contracts'
import { z } from 'zod'
import { collection, drop, personal, plain, pseudonym } from '../../data-map/index.ts'

export const contacts = collection('contacts', {
  id: 'contact',
  about: 'self',
  unit: 'own',
  purpose: 'Customer communication',
  basis: 'contract',
  retention: { category: 'contacts', since: 'lastActivityAt', afterwards: 'anonymise' },
  export: { ownWords: ['name', 'email', 'phone', 'externalId', 'company'] },
  log: 'contact',
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
    timezone: plain(timezone.nullable().default(null), { keepForStatistics: 'as is' }),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
    lastActivityAt: plain(z.date(), { keepForStatistics: 'day' }),
  },
  // By the clock of its retention a collection has an index without being asked.
  indexes: [{ createdAt: -1 }],
})
