import type { OperationId } from '@sotto/contracts'

/** Where each operation of the contract stands on the client: group, then method. */
export const operations = {
  session: { signIn: 'signIn', get: 'readSession', signOut: 'signOut' },
  team: { get: 'readTeam', update: 'changeTeam' },
  members: { list: 'listMembers', create: 'createMember', update: 'changeMember', remove: 'removeMember' },
  apiKeys: { list: 'listApiKeys', create: 'createApiKey', revoke: 'revokeApiKey' },
  bots: { list: 'listBots', create: 'createBot', get: 'readBot', update: 'changeBot' },
  widget: { get: 'readWidget' },
  documents: { add: 'addDocument', list: 'listDocuments', get: 'readDocument', remove: 'removeDocument' },
  jobs: { get: 'readJob' },
  conversations: {
    start: 'startConversation',
    list: 'listConversations',
    get: 'readConversation',
    update: 'changeConversation',
    delete: 'deleteConversation',
    messages: 'listMessages',
    send: 'sendMessage',
    deleteMessage: 'deleteMessage',
    rate: 'rateMessage',
    events: 'streamEvents',
  },
  contacts: { list: 'listContacts', create: 'createContact', get: 'readContact', update: 'changeContact' },
  appointments: {
    list: 'listAppointments',
    create: 'createAppointment',
    update: 'changeAppointment',
    close: 'closeAppointment',
  },
  tickets: { list: 'listTickets', create: 'createTicket', update: 'changeTicket', close: 'closeTicket' },
  audit: {
    entries: 'listAuditEntries',
    entry: 'readAuditEntry',
    proof: 'proveAuditEntry',
    consistency: 'proveAuditConsistency',
    checkpoint: 'readCheckpoint',
    checkpoints: 'listCheckpoints',
    verify: 'verifyAuditLog',
    verification: 'readAuditVerification',
    export: 'exportAuditLog',
    sinks: 'listAuditSinks',
    createSink: 'createAuditSink',
    removeSink: 'removeAuditSink',
  },
  consent: {
    record: 'recordConsent',
    records: 'listConsentRecords',
    get: 'readConsentRecord',
    declare: 'declareConsent',
    state: 'readConsent',
    withdraw: 'withdrawConsent',
    check: 'checkConsent',
    checkVisitor: 'checkVisitorConsent',
    join: 'joinConsent',
    identify: 'identifyForConsent',
    import: 'importConsent',
    export: 'exportConsent',
    receiptKey: 'readReceiptKey',
    checkReceipt: 'checkReceipt',
    rates: 'readConsentRates',
  },
  system: { health: 'health', readiness: 'readiness' },
} as const satisfies Record<string, Record<string, OperationId>>

/** `sotto.search(botId, …)` has no group. */
export const ungrouped = { search: 'search' } as const satisfies Record<string, OperationId>

export type Operations = typeof operations
