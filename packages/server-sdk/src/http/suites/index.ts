import type { ExpressLike } from '../testing/serve.ts'
import { bodiesSuite } from './bodies.ts'
import { credentialsSuite } from './credentials.ts'
import { originsSuite } from './origins.ts'
import { quotasSuite } from './quotas.ts'
import { requestsSuite } from './requests.ts'
import { streamsSuite } from './streams.ts'
import { uploadsSuite } from './uploads.ts'

/** What holds with every version of Express, over real HTTP. */
export const suites: Record<string, (express: ExpressLike) => void> = {
  requests: requestsSuite,
  credentials: credentialsSuite,
  bodies: bodiesSuite,
  uploads: uploadsSuite,
  streams: streamsSuite,
  origins: originsSuite,
  quotas: quotasSuite,
}
