import { z } from 'zod'
import { collection, confidential, plain } from '../data-map/index.ts'

/**
 * Answers to requests that carried an idempotency key, so that a repeated request is answered as the first was. Its id
 * is a hash of who asked and of their key.
 */
export const idempotency = collection('idempotency', {
  id: 'own',
  about: 'nobody',
  unit: 'own',
  purpose: 'Doing once what is asked twice',
  basis: 'contract',
  retention: { category: 'technical', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'copies of answers; what the requests did has entries of its own' },
  fields: {
    createdAt: plain(z.date()),
    status: plain(z.number().int()),
    /** SHA-256 of the request. Sealed: what a short request said could be guessed from its hash. */
    request: confidential(z.string()),
    /** The JSON text of the answer. */
    answer: confidential(z.string().nullable()),
  },
})
