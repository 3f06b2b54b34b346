export { contacts } from './declare.ts'
export { type ContactService, contactService, presentContact } from './service.ts'
