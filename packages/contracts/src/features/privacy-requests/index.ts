import { privacyDeskEndpoints } from './desk.ts'
import { privacyDownloadEndpoints } from './downloads.ts'
import { privacyPortalEndpoints } from './portal-endpoints.ts'

export * from './downloads.ts'
export { CorrectedFields, CurrentFields } from './facts.ts'
export * from './portal.ts'
export * from './request.ts'
export * from './vocabulary.ts'

/** Requests of people about their data: the desk of the team, the portal, and downloads. */
export const privacyRequestEndpoints = {
  ...privacyDeskEndpoints,
  ...privacyPortalEndpoints,
  ...privacyDownloadEndpoints,
}
