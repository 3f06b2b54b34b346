import { privacyDeskEndpoints } from './desk.ts'
import { privacyDownloadEndpoints } from './downloads.ts'
import { privacyPortalEndpoints } from './portal-endpoints.ts'

export * from './downloads.ts'
export { CorrectedFields, CurrentFields } from './facts.ts'
export * from './portal.ts'
export * from './request.ts'
export * from './vocabulary.ts'

export const privacyRequestEndpoints = {
  ...privacyDeskEndpoints,
  ...privacyPortalEndpoints,
  ...privacyDownloadEndpoints,
}
