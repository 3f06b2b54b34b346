import type { AnyCollection } from './collection.ts'
import type { DataMap } from './map.ts'

/** Categories whose rows end by a clock: all but what lives as long as its team or bot, and copies. */
const endless: readonly string[] = ['team', 'knowledge', 'technical']

/**
 * The collection whose rows a row ends with: one of the same category that it leads to. A message has no clock of its own
 * beside that of its conversation, and neither has the proof of a consent beside that of its person.
 */
export const endsWith = ({ about, retention }: AnyCollection): AnyCollection | undefined =>
  typeof about === 'object' && about.of.retention.category === retention.category ? about.of : undefined

/** Whether rows of it may lead to nobody, and then have a clock of their own. */
const mayLeadNowhere = ({ about, fields }: AnyCollection): boolean =>
  typeof about === 'object' && about.relation === 'subject' && fields[about.field].schema.safeParse(null).success

/** Collections whose rows end by their own clock. */
export const hasClock = (collection: AnyCollection): boolean =>
  !endless.includes(collection.retention.category) && (!endsWith(collection) || mayLeadNowhere(collection))

export const clocked = ({ collections }: DataMap): AnyCollection[] => collections.filter(hasClock)
