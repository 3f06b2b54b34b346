import type { Request } from 'express'

/** Whether a page of this origin is one of the server itself. */
export function isOwnOrigin(request: Request, origin: string): boolean {
  try {
    return new URL(origin).host === request.headers.host
  } catch {
    return false
  }
}

/** Whether a request was made by a page of another website, as far as browsers say. */
export function comesFromAnotherSite(request: Request): boolean {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return false
  const { origin } = request.headers
  if (origin !== undefined) return !isOwnOrigin(request, origin)
  return site !== undefined
}
