import type { InboxView } from '../app/paths.ts'

export const viewNames: Record<InboxView, string> = {
  open: 'All open',
  yours: 'Yours',
  unassigned: 'Unassigned',
  closed: 'Closed',
}
