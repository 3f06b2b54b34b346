/** What of a scanner's report is compared: the rest, findings and pictures of the page, is not sent. */
export interface ScanExtract {
  format: string
  landed: string
  states: unknown[]
  [field: string]: unknown
}

const entriesOf = (value: unknown) => (Array.isArray(value) ? (value as Record<string, unknown>[]) : [])
const picked = (from: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]))

/** Each thing once: a site asks the same place many times. */
const once = (list: readonly Record<string, unknown>[]) => [
  ...new Map(list.map((one) => [JSON.stringify(one), one])).values(),
]

/** @throws Error in words, where a file is no report of the scanner */
export function extractOf(text: string): ScanExtract {
  let report: Record<string, unknown>
  try {
    report = JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new Error('This is no JSON. Choose the file that “sotto-consent scan --json” writes.')
  }
  if (report === null || typeof report !== 'object' || report.format !== 'sotto-consent-scan/1')
    throw new Error('This is no report of the scanner. Choose the file that “sotto-consent scan --json” writes.')
  return {
    format: report.format as string,
    landed: String(report.landed ?? ''),
    states: entriesOf(report.states).map((state) => ({
      cookies: once(
        entriesOf(state.cookies).map((cookie) =>
          picked(cookie, ['name', 'domain', 'lifetimeSeconds', 'httpOnly', 'fate', 'service', 'purpose']),
        ),
      ),
      storage: once(entriesOf(state.storage).map((entry) => picked(entry, ['area', 'key', 'service', 'purpose']))),
      requests: once(
        entriesOf(state.requests).map((request) => picked(request, ['host', 'address', 'service', 'purpose'])),
      ),
    })),
  }
}
