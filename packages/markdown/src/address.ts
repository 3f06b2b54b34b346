/** The address as a browser reads it, if it leads to a page or a mailbox; else `null`. */
export function safeAddress(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  return url && /^(https?|mailto):$/.test(url.protocol) ? url.href : null
}
