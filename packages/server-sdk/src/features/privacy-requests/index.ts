export { privacyIntakes, privacyRequestPeople, privacyRequests, useLimits } from './declare.ts'
