import type { SeenRequest } from '../observation.ts'

/** The four types that Consent Mode v2 cannot do without. */
export const requiredConsentTypes = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const

/** Whether an address is one of Google's tags: what loads them, and what they load. */
export const isGoogleTag = (address: string) =>
  /^https?:\/\/([\w-]+\.)*(googletagmanager|google-analytics|googleadservices|doubleclick|googlesyndication)\.(com|net)\//.test(
    address,
  ) || /\/(gtag\/js|gtm\.js)\?.*\bid=/.test(address)

/** Whether a request tells Google of a visit, with the state of consent in it. */
export const isGooglePing = ({ url }: Pick<SeenRequest, 'url'>) =>
  /[?&](gcs|gcd)=/.test(url) && /collect|pagead|ccm|activity|conversion/.test(url)

/** What a ping says: `G1` and then a digit each for ads and for analytics, 1 where granted. */
export function pingSaysGranted(address: string): boolean {
  const gcs = URL.canParse(address) ? new URL(address).searchParams.get('gcs') : null
  return gcs !== null && /^G1.*1/.test(gcs)
}
