import type { AnnouncedType, ConsentState } from '@sotto/contracts'

/**
 * What of a line goes out. A yes is told as granted; a no as withdrawn, unless it is the first word of a browser that
 * nobody knows, who has nothing to withdraw. Imports are not told line by line.
 */
export function announcedOf(
  choices: Readonly<Record<string, ConsentState>>,
  by: { action: string; contactId: string | null; spoken: boolean },
): AnnouncedType[] {
  if (by.action === 'consent.imported') return []
  const states = Object.values(choices)
  const withdrawn = states.includes('denied') && (by.contactId !== null || by.spoken)
  return [
    ...(states.includes('granted') ? (['consent.granted'] as const) : []),
    ...(withdrawn ? (['consent.withdrawn'] as const) : []),
  ]
}
