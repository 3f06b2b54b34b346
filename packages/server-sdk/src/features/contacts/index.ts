export { contacts } from './declare.ts'
export { contactRoutes } from './routes.ts'
export { type ContactService, contactService, presentContact } from './service.ts'
