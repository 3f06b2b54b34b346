import type {
  CorrectedFields,
  CurrentFields,
  PersonsRequest,
  PortalReceipt,
  PortalRequest,
  PrivacyPortal,
} from '@sotto/contracts'

/** Why something did not work, as far as a person can do something about it. */
export type Trouble = 'failed' | 'limited' | 'code' | 'unknown' | 'ended' | { fields: readonly string[] }

class PortalError extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble) {
    super('The portal could not do that')
    this.name = 'PortalError'
    this.trouble = trouble
  }
}

/** What a code leads to; of a correction also what stands there now. */
export interface Confirmed {
  request: PersonsRequest
  token: string
  current: CurrentFields | null
}

/** What can be asked of a server about one team. No cookie goes along. */
export interface PortalCalls {
  read(): Promise<PrivacyPortal>
  ask(request: PortalRequest): Promise<PortalReceipt>
  confirm(pending: string, code: string): Promise<Confirmed>
  correct(pending: string, changes: CorrectedFields): Promise<PersonsRequest>
  status(token: string): Promise<PersonsRequest>
  change(token: string, action: 'cancel' | 'appeal' | 'end-link', reason?: string): Promise<PersonsRequest>
  certificate(token: string, format: 'json' | 'pdf'): string
  privateLink(token: string): string
}

export function portalCalls(server: string, team: string): PortalCalls {
  const base = `${server}/v1/privacy-portal/${encodeURIComponent(team)}`
  const token64 = (token: string) => encodeURIComponent(token)
  async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
    const init: RequestInit = { credentials: 'omit', headers: { accept: 'application/json' } }
    if (body !== undefined)
      Object.assign(init, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const response = await fetch(`${base}${path}`, init).catch(() => {
      throw new PortalError('failed')
    })
    if (response.ok) return (await response.json()) as Answer
    throw new PortalError(await troubleOf(response))
  }
  return {
    read: () => call(''),
    ask: (request) => call('/requests', request),
    confirm: (pending, code) => call('/confirmations', { pending, code }),
    correct: (pending, changes) => call('/corrections', { pending, changes }),
    status: (token) => call(`/status?token=${token64(token)}`),
    change: (token, action, reason) => call('/status', { token, action, ...(reason ? { reason } : {}) }),
    certificate: (token, format) => `${base}/certificate?format=${format}&token=${token64(token)}`,
    privateLink: (token) => `${server}/privacy/${encodeURIComponent(team)}/status?token=${token64(token)}`,
  }
}

async function troubleOf(response: Response): Promise<Trouble> {
  if (response.status === 429) return 'limited'
  if (response.status === 404) return 'unknown'
  const problem = (await response.json().catch(() => ({}))) as { code?: string; errors?: { field: string }[] }
  if (problem.code === 'code_refused') return 'code'
  if (problem.code === 'request_ended') return 'ended'
  const fields = (problem.errors ?? []).map(({ field }) => field.replace(/^body\./, ''))
  return fields.length > 0 ? { fields } : 'failed'
}

export const troubleIn = (error: unknown): Trouble => (error instanceof PortalError ? error.trouble : 'failed')
