let count = 0

/** Whom the papers of a team name. Never the same twice: what does not change is not logged. */
export function legalEntity(word: string) {
  count += 1
  return {
    legalName: `${word} ${count} Ltd`,
    address: `${count} Mill Lane\nDublin`,
    country: 'IE',
    contact: 'privacy@example.com',
    laws: ['gdpr' as const],
  }
}

export const subProcessor = (word: string) => ({
  name: `Hosting of ${word}`,
  purpose: 'Runs the database',
  data: 'everything that is stored, sealed',
  country: 'DE',
  transfer: 'none-needed' as const,
})
