import type { AnyCollection, DocumentOf } from '../data-map/index.ts'
import type { Core } from '../mongo/index.ts'
import type { accessExports } from './declare.ts'

/** An export, opened. */
export type OpenExport = DocumentOf<typeof accessExports>

export const subjectOf = (
  core: Core,
  { contactId, memberId }: Pick<OpenExport, 'contactId' | 'memberId'>,
): { collection: string; id: string } => {
  const kind = contactId ? 'contact' : 'member'
  const people = core.map.collections.find(({ about, id }) => about === 'self' && id === kind) as AnyCollection
  return { collection: people.name, id: (contactId ?? memberId) as string }
}
