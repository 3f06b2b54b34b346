import type { SensitiveAction, SensitiveClass } from '@sotto/contracts'
import { guessLanguage } from '../../language/index.ts'
import type { Screened, ScreeningRequest, SystemScope, TeamScope } from '../../mongo/index.ts'
import {
  addCounts,
  classOf,
  createDetection,
  type Finding,
  redact,
  removalWords,
  type SensitiveCounts,
  sensitiveClasses,
} from '../../sensitive-data/index.ts'
import { sensitiveDataRules } from './declare.ts'
import { byClass, decided, type StoredRules, usualRules } from './rules.ts'

/** The rules of a team, ready to be used. */
interface Ready {
  rules: Record<SensitiveClass, SensitiveAction>
  stored: Omit<StoredRules, 'changedAt'>
  detect: (text: string) => Finding[]
}

/** How old the knowledge of a team's rules may be, in milliseconds. */
const lease = 1000
const mostTeams = 1000

/** Shorter than anything that could be found. */
const shortest = 6

export function readyRules(stored: Omit<StoredRules, 'changedAt'>): Ready {
  const { alsoHealth, neverHealth, patterns } = stored
  return {
    rules: byClass(stored),
    stored,
    detect: createDetection({ health: { also: alsoHealth, never: neverHealth }, patterns }),
  }
}

const usual = readyRules(usualRules)

/** What is taken out of texts, by rules that are known. */
export function screened(
  texts: readonly string[],
  findings: readonly (readonly Finding[])[],
  { rules, consented, language }: { rules: Ready['rules']; consented: boolean; language: string | undefined },
): Screened | null {
  const actions = decided(rules, consented)
  const words = removalWords(language)
  const counts: SensitiveCounts = {}
  let empty = true
  const stored = texts.map((text, index) => {
    const redaction = redact(text, findings[index] as Finding[], { rules: actions, words })
    addCounts(counts, redaction.counts)
    empty &&= redaction.empty
    return redaction.text
  })
  if (Object.keys(counts).length === 0) return null
  const told = sensitiveClasses.flatMap((name) =>
    counts[name] && actions[name] === 'delete' ? [words.told[name]] : [],
  )
  return { texts: stored, counts, told: told.length > 0 ? told.join(' ') : null, empty }
}

/** Looks through what is about to be stored, by the rules of each team. */
export class Screening {
  readonly #system: SystemScope
  readonly #allows: (scope: TeamScope, contactId: string, purpose: string) => Promise<boolean>
  readonly #known = new Map<string, { ready: Ready; until: number; changed: number | null }>()

  /** @param allows asks the consent ledger */
  constructor(options: {
    system: SystemScope
    allows: (scope: TeamScope, contactId: string, purpose: string) => Promise<boolean>
  }) {
    this.#system = options.system
    this.#allows = options.allows
  }

  /** Rules of a team have changed here; other instances learn it within a second. */
  changed(teamId: string): void {
    this.#known.delete(teamId)
  }

  async screen({ teamId, context, texts, kind, language, whose }: ScreeningRequest): Promise<Screened | null> {
    if (texts.every(({ length }) => length < shortest)) return null
    const { detect, rules, stored } = await this.#rulesOf(teamId)
    if (kind === 'document' ? !stored.documents : context.actor.kind === 'member' && !stored.staff) return null
    const findings = texts.map(detect)
    const classes = new Set(findings.flat().map(classOf))
    if (classes.size === 0) return null
    const asks = [...classes].some((name) => rules[name] === 'consent')
    const consented = asks && (await this.#hasConsented(teamId, stored, await whose()))
    return screened(texts, findings, { rules, consented, language: language ?? guessLanguage(texts.join('\n')) })
  }

  async #hasConsented(
    teamId: string,
    { bots, purpose }: Ready['stored'],
    { contactId, botId }: { contactId: string | null; botId: string | null },
  ): Promise<boolean> {
    if (!purpose || !contactId || (bots.length > 0 && !bots.includes(botId ?? ''))) return false
    return this.#allows(this.#scopeOf(teamId), contactId, purpose)
  }

  async #rulesOf(teamId: string): Promise<Ready> {
    const known = this.#known.get(teamId)
    const now = performance.now()
    if (known && known.until > now) return known.ready
    const row = await this.#scopeOf(teamId).collection(sensitiveDataRules).findOne({ id: teamId })
    const changed = row?.changedAt.getTime() ?? null
    // Patterns are compiled once for as long as they stay what they are.
    const ready = !row ? usual : known?.changed === changed ? known.ready : readyRules(row)
    this.#known.delete(teamId)
    this.#known.set(teamId, { ready, until: now + lease, changed })
    if (this.#known.size > mostTeams) this.#known.delete(this.#known.keys().next().value as string)
    return ready
  }

  #scopeOf(teamId: string): TeamScope {
    return this.#system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  }
}
