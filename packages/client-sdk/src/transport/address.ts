/** Where the API is served, without a slash at the end. Relative addresses stay relative to the page. */
export function baseAddress(baseUrl: string): string {
  const address = baseUrl.replace(/[?#].*$/, '').replace(/\/+$/, '')
  if (/^https?:\/\/[^/]/i.test(address) || 'location' in globalThis) return address
  throw new TypeError('baseUrl must be an absolute address such as https://chat.example.com')
}

/** @throws TypeError without quoting the key, when it cannot be one. */
export function authorization(key: string): string {
  if (!/^(sk|pk|vt|su)_[!-~]+$/.test(key))
    throw new TypeError(
      'key must begin with sk_ (secret), pk_ (publishable), vt_ (visitor) or su_ (support) and have no spaces',
    )
  return `Bearer ${key}`
}
