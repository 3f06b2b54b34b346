import type { ConsentPolicy, ConsentRate } from '@sotto/contracts'
import { isSottoError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { between, type SystemScope, type TeamScope } from '../../mongo/index.ts'
import type { ConsentLine } from './decide.ts'
import { consentRates } from './declare.ts'
import { isNecessary } from './published.ts'

/** Fewer choices than this on a day, in a language and layout, are not told: they might be somebody. */
const smallestNumber = 10

const every = 2000
const day = 24 * 60 * 60 * 1000
const mostKinds = 500
const layouts = new Set(['card', 'sheet', 'wall'])

type Outcome = 'accepted' | 'rejected' | 'partly'

/** How a choice went, as far as a person chose something that was shown. */
export function outcomeOf({ choices, text }: ConsentLine, policy: ConsentPolicy | undefined): Outcome | null {
  if (text === null) return null
  const open = Object.entries(choices).filter(([name]) => !(policy ? isNecessary(policy, name) : name === 'necessary'))
  if (open.every(([, state]) => state === 'granted')) return 'accepted'
  return open.every(([, state]) => state === 'denied') ? 'rejected' : 'partly'
}

/**
 * Counts choices without counting people: numbers by day, language and layout, gathered in memory and added every two
 * seconds. So two choices never wait for one counter; a process that is killed loses two seconds of statistics.
 */
export class Rates {
  readonly #system: SystemScope
  readonly #logger: Logger
  readonly #waiting = new Map<string, { teamId: string; day: Date; language: string; layout: string } & Counts>()
  #timer: NodeJS.Timeout | undefined
  #adding: Promise<void> = Promise.resolve()

  constructor(options: { system: SystemScope; logger: Logger }) {
    this.#system = options.system
    this.#logger = options.logger
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tryToAdd(), every)
    this.#timer.unref()
  }

  /** Ends without adding what waits: the database is another one. */
  abandon(): void {
    clearInterval(this.#timer)
    this.#waiting.clear()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#tryToAdd()
  }

  /** Languages and layouts come from outside: what is none, and what would be too many, is `other`. */
  note(teamId: string, line: ConsentLine, outcome: Outcome): void {
    const on = new Date(Math.floor(line.receivedAt.getTime() / day) * day)
    const known = /^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/.test(line.language ?? '') && this.#waiting.size < mostKinds
    const language = known ? (line.language as string) : 'other'
    const layout = layouts.has(line.layout ?? '') ? (line.layout as string) : 'other'
    const key = `${teamId}.${on.toISOString().slice(0, 10)}.${language}.${layout}`
    const counts = this.#waiting.get(key) ?? { teamId, day: on, language, layout, ...none }
    counts[outcome] += 1
    this.#waiting.set(key, counts)
  }

  /** Adds what waits. */
  add(): Promise<void> {
    this.#adding = this.#adding.catch(() => {}).then(() => this.#add())
    return this.#adding
  }

  async #add(): Promise<void> {
    for (const [key, { teamId, day: on, language, layout, ...counts }] of [...this.#waiting]) {
      this.#waiting.delete(key)
      const scope = this.#system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
      const rows = scope.collection(consentRates)
      const increment = () => rows.increment(key, counts)
      await increment()
        .catch((error: unknown) => {
          if (!isSottoError(error)) throw error
          return rows.insert({ day: on, language, layout, ...counts }, { id: key }).catch(increment)
        })
        .catch((error: unknown) => {
          const again = this.#waiting.get(key)
          const sum = { teamId, day: on, language, layout, ...none }
          for (const name of Object.keys(none) as Outcome[]) sum[name] = counts[name] + (again?.[name] ?? 0)
          this.#waiting.set(key, sum)
          throw error
        })
    }
  }

  async #tryToAdd(): Promise<void> {
    await this.add().catch((error: unknown) =>
      this.#logger.warn(
        { error: error instanceof Error ? error.name : typeof error },
        'numbers of consent could not be added; trying again',
      ),
    )
  }
}

type Counts = Record<Outcome, number>
const none: Counts = { accepted: 0, rejected: 0, partly: 0 }

export type RatesBy = 'day' | 'week'
type Row = Omit<ConsentRate, 'day'> & { day: Date }

const total = ({ accepted, rejected, partly }: Counts) => accepted + rejected + partly
/** The Monday before; days since 1970, which began on a Thursday. */
const weekOf = (on: Date) => new Date(Math.floor((on.getTime() / day + 3) / 7) * 7 * day - 3 * day)

/**
 * The numbers of some days or weeks, the first one first. Rows with fewer than ten choices are left out, and days with
 * them whose number would follow from that of their week.
 */
export async function readRates(
  scope: TeamScope,
  by: RatesBy,
  first: Date,
  last: Date,
): Promise<{ data: ConsentRate[]; withheld: number }> {
  const [from, end] = [weekOf(first), new Date(weekOf(last).getTime() + 7 * day)]
  const weeks = new Map<string, Row[]>()
  for await (const row of rowsBetween(scope, from, end)) {
    const key = JSON.stringify([weekOf(row.day), row.language, row.layout])
    weeks.set(key, [...(weeks.get(key) ?? []), row])
  }
  const data: Row[] = []
  let withheld = 0
  for (const days of weeks.values()) {
    const asked = by === 'week' ? [summed(days)] : days.filter(({ day: on }) => on >= first && on <= last)
    const told = by === 'week' ? asked.filter((week) => total(week) >= smallestNumber) : tellable(days)
    const shown = asked.filter((row) => told.includes(row))
    data.push(...shown)
    withheld += asked.length - shown.length
  }
  const inOrder = data.sort((one, other) => one.day.getTime() - other.day.getTime())
  return { data: inOrder.map((row) => ({ ...row, day: row.day.toISOString().slice(0, 10) })), withheld }
}

/** The days of a week that can be told: what the others come to is nothing, or not a small number either. */
function tellable(days: readonly Row[]): Row[] {
  const told = days.filter((one) => total(one) >= smallestNumber).sort((one, other) => total(other) - total(one))
  const rest = () => days.filter((one) => !told.includes(one)).reduce((sum, one) => sum + total(one), 0)
  while (told.length > 0 && rest() > 0 && rest() < smallestNumber) told.pop()
  return told
}

function summed(days: readonly Row[]): Row {
  const sum = { ...(days[0] as Row), day: weekOf((days[0] as Row).day), ...none }
  for (const one of days) for (const outcome of Object.keys(none) as Outcome[]) sum[outcome] += one[outcome]
  return sum
}

async function* rowsBetween(scope: TeamScope, from: Date, end: Date): AsyncGenerator<Row> {
  const rows = scope.collection(consentRates)
  let cursor: string | undefined
  do {
    const page = await rows.page({ day: between(from, end) }, { by: 'day', order: 1, limit: 1000, cursor })
    for (const { day: on, language, layout, accepted, rejected, partly } of page.rows)
      yield { day: on, language, layout, accepted, rejected, partly }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
