/** What pages say of the data map: each collection, field, purpose and basis once. `{team}` is put in. */
export interface KeptWords {
  heading: string
  intro: string
  ownHeading: string
  ownText: string
  /** Sentences of how it ends. */
  anonymised: string
  deleted: string
  collections: {
    contacts: string
    conversations: string
    messages: string
    appointments: string
    tickets: string
    consentRecords: string
  }
  fields: {
    name: string
    email: string
    phone: string
    externalId: string
    company: string
    saidName: string
    saidEmail: string
    page: string
    text: string
    citations: string
    title: string
    notes: string
    subject: string
    description: string
    choices: string
    law: string
    shown: string
    when: string
    proof: string
  }
  purposes: { contacts: string; conversations: string; appointments: string; tickets: string; consentRecords: string }
  bases: { consent: string; contract: string; 'legitimate-interests': string; 'legal-obligation': string }
}
