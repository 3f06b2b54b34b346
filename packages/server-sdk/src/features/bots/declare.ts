import { z } from 'zod'
import { collection, plain } from '../../data-map/index.ts'

export const bots = collection('bots', {
  id: 'bot',
  about: 'nobody',
  unit: 'none',
  purpose: 'Answering questions',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'bot',
  fields: {
    name: plain(z.string()),
    greeting: plain(z.string()),
    starters: plain(z.array(z.string())),
    instructions: plain(z.string().nullable()),
    colour: plain(z.string().nullable()),
    visibility: plain(z.enum(['private', 'public'])),
    allowedOrigins: plain(z.array(z.string())),
    disclosure: plain(z.string().nullable()),
    /** Publishable keys stand in web pages; they are shown whenever somebody asks. */
    publishableKey: plain(z.string()),
    documents: plain(z.number().int()),
    passages: plain(z.number().int()),
    /** Grows with each change of the knowledge: whoever holds an index of an older one has to catch up. */
    knowledgeVersion: plain(z.number().int()),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }],
  authenticated: ['visibility', 'allowedOrigins', 'publishableKey'],
})
