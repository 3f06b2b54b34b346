import { createHash } from 'node:crypto'
import { planOf } from '../policy/plan-of.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { requestsOf } from '../policy/requests.ts'

/** The gates as they are built, before a policy is put into them. */
export interface GateTemplates {
  readonly declared: string
  readonly strict: string
}

/** A gate that is ready to be served. */
export interface GateFile {
  /** A classic script. */
  readonly code: string
  /** For `integrity="…"`, and as `'sha384-…'` for `script-src` where the script stands in the page itself. */
  readonly integrity: string
}

/**
 * A gate with its policy: one file that fetches nothing. It can be served as it is, or stand in the page between
 * `<script>` and `</script>`.
 */
export function gateFile(policy: ConsentPolicy, templates: GateTemplates): GateFile {
  const decisions = planOf(policy)
  const plan = { ...decisions, ...requestsOf(policy, decisions) }
  const values: Record<string, string> = {
    SOTTO_POLICY: scriptText({ ...policy, asks: plan.asks }),
    SOTTO_PLAN: scriptText(plan),
  }
  const template = policy.gate?.mode === 'strict' ? templates.strict : templates.declared
  const code = template.replace(/SOTTO_\w+/g, (name) => values[name] ?? name)
  return { code, integrity: `sha384-${createHash('sha384').update(code).digest('base64')}` }
}

/** JSON that can stand in a script in a page: no text in it ends the script, or begins a comment. */
const scriptText = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
