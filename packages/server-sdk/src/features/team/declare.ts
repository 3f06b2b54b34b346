import { z } from 'zod'
import { collection, plain } from '../../data-map/index.ts'

export const teams = collection('teams', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'team',
  fields: {
    name: plain(z.string()),
    slug: plain(z.string()),
    /** Websites whose pages may show the privacy portal. */
    portalOrigins: plain(z.array(z.string())),
    /** Grows with each change of who owns the team, so that two such changes at once conflict. */
    ownership: plain(z.number().int()),
    createdAt: plain(z.date()),
  },
})

/** Who has which slug: the slug is the id, so that no two teams have the same. */
export const teamSlugs = collection('teamSlugs', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'the creation of the team names it' },
  fields: { createdAt: plain(z.date()) },
})
