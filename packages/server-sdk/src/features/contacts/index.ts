export { contactMerges, contacts } from './declare.ts'
export { presentContact } from './present.ts'
export { type ContactService, contactService } from './service.ts'
