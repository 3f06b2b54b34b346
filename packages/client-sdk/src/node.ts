export { type PinnedFetchOptions, pinnedFetch } from './pins/pinned-fetch.ts'
export { SottoPinError } from './pins/sotto-pin-error.ts'
