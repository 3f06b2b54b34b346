import { readFile } from 'node:fs/promises'
import { ConsentPolicy } from '@sotto/contracts'
import { type GateFile, type GateTemplates, gateFile } from './gate-file.ts'
import { PolicyError } from './policy-error.ts'

export { type GateFile, PolicyError }

/**
 * The gate with a policy built in, as `sotto-consent pull` writes it: for a build tool or a server of your own. Throws a
 * `PolicyError` that lists what is wrong with the policy.
 */
export async function buildGate(policy: unknown, templates?: GateTemplates): Promise<GateFile> {
  const result = ConsentPolicy.safeParse(policy)
  if (!result.success) {
    throw new PolicyError(result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`))
  }
  return gateFile(result.data, templates ?? (await builtTemplates()))
}

/** The gates as this package brings them. */
async function builtTemplates(): Promise<GateTemplates> {
  const read = (name: string) => readFile(new URL(`./gate-${name}.js`, import.meta.url), 'utf8')
  const [declared, strict] = await Promise.all([read('declared'), read('strict')])
  return { declared, strict }
}
