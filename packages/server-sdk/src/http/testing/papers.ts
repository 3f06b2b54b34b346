let count = 0

/** Whom the papers of a team name. Never the same twice: what does not change is not logged. */
export function legalEntity(word: string) {
  count += 1
  return {
    legalName: `${word} ${count} Ltd`,
    address: `${count} Mill Lane\nDublin`,
    country: 'IE',
    governingLaw: 'IE',
    contact: 'privacy@example.com',
    counterparty: { name: `Host of ${word}`, address: '1 Dock Road', country: 'DE', contact: 'host@example.com' },
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

export const assuranceReport = (word: string, evidenceId: string) => ({
  standard: 'iso27001' as const,
  issuer: `Auditors of ${word}`,
  issuedOn: '2026-01-01',
  validUntil: '2030-01-01',
  evidenceId,
})

/** A breach of which everything is said that the law asks for, and no authority has to be told. */
export const closable = (word: string) => ({
  title: `A laptop of ${word} was lost`,
  awareAt: '2026-05-03T09:00:00Z',
  nature: `It had ${word} on it`,
  people: 'customers',
  approximatePeople: 0,
  records: 'none',
  approximateRecords: 0,
  contact: 'privacy@example.com',
  consequences: 'None',
  measures: 'It was wiped',
  risk: 'unlikely' as const,
  riskReason: 'The disk was encrypted',
})
