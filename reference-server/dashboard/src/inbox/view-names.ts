import type { InboxView } from '../app/place.ts'

export const viewNames: Record<InboxView, string> = {
  open: 'All open',
  yours: 'Yours',
  unassigned: 'Unassigned',
  closed: 'Closed',
}
