import type { SensitiveDataRules, SensitiveDataRulesPatch, SensitiveDataTried } from '@sotto/contracts'
import { notFound, SottoError } from '../../errors.ts'
import { guessLanguage } from '../../language/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { classOf, compilePattern, PatternRefusedError } from '../../sensitive-data/index.ts'
import { bots } from '../bots/index.ts'
import { sensitiveDataRules } from './declare.ts'
import { presentRules, sensitiveRulesOf, usualRules } from './rules.ts'
import { readyRules, type Screening, screened } from './screening.ts'

/** What a team does with sensitive data before anything is stored. */
export function sensitiveDataService(scope: TeamScope, { screening }: { screening: Screening }) {
  const rows = scope.collection(sensitiveDataRules)
  const stored = async () => (await rows.findOne({ id: scope.teamId })) ?? undefined
  return {
    async get(): Promise<SensitiveDataRules> {
      return sensitiveRulesOf(scope)
    },

    /**
     * Changes what is given, for what is written from then on; other instances know it within a second.
     *
     * @throws SottoError `invalid_request` for a pattern that cannot be computed, and for a rule that asks for consent
     * without saying to what
     * @throws SottoError `not_found` for a bot that is not the team's
     */
    async change(patch: SensitiveDataRulesPatch): Promise<SensitiveDataRules> {
      return scope.transaction(async (running) => {
        const own = running.collection(sensitiveDataRules)
        const row = await own.findOne({ id: running.teamId })
        const { rules, ...others } = patch
        const given = Object.fromEntries(
          Object.entries({
            ...others,
            payment: rules?.payment,
            governmentId: rules?.['government-id'],
            health: rules?.health,
            custom: rules?.custom,
          }).filter(([, value]) => value !== undefined),
        )
        const { id: _id, unit: _unit, open: _open, ...before } = { ...usualRules, ...row } as Record<string, unknown>
        const next = { ...(before as typeof usualRules), ...given, changedAt: running.now() }
        requireComputable(next)
        for (const botId of next.bots)
          if (!(await running.collection(bots).findOne({ id: botId }))) throw notFound('bot')
        const changed = row
          ? await own.change(running.teamId, next)
          : await own.insert(next, { id: running.teamId, action: 'sensitive-data-rules.changed' })
        running.afterCommit(() => screening.changed(running.teamId))
        return presentRules(changed, changed.changedAt)
      })
    },

    /** What would be stored of a text. Nothing of it is kept, nor said in the log. */
    async try(text: string): Promise<SensitiveDataTried> {
      const { detect, rules } = readyRules((await stored()) ?? usualRules)
      const findings = detect(text)
      const result = screened([text], [findings], { rules, consented: false, language: guessLanguage(text) })
      return {
        text: result?.texts[0] ?? text,
        told: result?.told ?? null,
        found: findings.map(({ kind, pattern, start, end }) => ({
          class: classOf({ kind }),
          kind: pattern ?? kind,
          start,
          end,
        })),
      }
    },
  }
}

export type SensitiveDataService = ReturnType<typeof sensitiveDataService>

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field, message }] })

function requireComputable(next: typeof usualRules): void {
  for (const [index, { pattern }] of next.patterns.entries())
    try {
      compilePattern(pattern)
    } catch (error) {
      if (error instanceof PatternRefusedError) throw wrong(`body.patterns.${index}.pattern`, error.message)
      throw error
    }
  const asks = [next.payment, next.governmentId, next.health, next.custom].includes('consent')
  if (asks && !next.purpose)
    throw wrong('body.purpose', 'must name the purpose that a person agrees to, where a rule is consent')
}
