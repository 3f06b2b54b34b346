/** All of consent, fetched together when somebody goes there. */
export { PoliciesPage } from './policies-page.tsx'
export { PolicyPage } from './policy-page.tsx'
export { RatesPage } from './rates/rates-page.tsx'
export { RecordsPage } from './records/records-page.tsx'
