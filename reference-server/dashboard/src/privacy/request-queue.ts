import type { PrivacyKind, PrivacyRegime, PrivacyRequest, PrivacyStep } from '@sotto/contracts'

/** What the queue is narrowed to; `null` is anything. `late` stands beside the states because people look for it so. */
export interface QueueFilter {
  kind: PrivacyKind | null
  state: PrivacyStep | 'late' | null
  regime: PrivacyRegime | null
}

export const everyRequest: QueueFilter = { kind: null, state: null, regime: null }

export const isNarrowed = ({ kind, state, regime }: QueueFilter) => kind !== null || state !== null || regime !== null

export const stateNames: Record<PrivacyStep | 'late', string> = {
  late: 'late',
  review: 'to be released',
  preparing: 'being prepared',
  unverified: 'waiting for the person',
  running: 'running',
  ended: 'done',
}

const fits = (request: PrivacyRequest, { kind, state, regime }: QueueFilter) =>
  (kind === null || request.kind === kind) &&
  (regime === null || request.regime === regime) &&
  (state === null || (state === 'late' ? request.late : request.step === state))

export interface QueueGroup {
  step: PrivacyStep
  title: string
  requests: readonly PrivacyRequest[]
}

/** In the order in which the team has to act. */
const order = ['review', 'preparing', 'unverified', 'running', 'ended'] as const satisfies readonly PrivacyStep[]

const titles = (mayRelease: boolean): Record<PrivacyStep, string> => ({
  review: mayRelease ? 'Yours to release' : 'For an admin to release',
  preparing: 'Being prepared',
  unverified: 'Waiting for the person',
  running: 'Running',
  ended: 'Done',
})

/** The queue by what it waits for; within a group what is due first stands first, and what ended last among the done. */
export function groupsOf(requests: readonly PrivacyRequest[], filter: QueueFilter, mayRelease: boolean): QueueGroup[] {
  const names = titles(mayRelease)
  const shown = requests.filter((request) => fits(request, filter))
  return order
    .map((step) => ({
      step,
      title: names[step],
      requests: shown
        .filter((request) => request.step === step)
        .sort((one, other) =>
          step === 'ended'
            ? (other.endedAt ?? '').localeCompare(one.endedAt ?? '')
            : one.dueAt.localeCompare(other.dueAt),
        ),
    }))
    .filter(({ requests }) => requests.length > 0)
}
