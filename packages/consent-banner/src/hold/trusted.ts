interface Policy {
  createHTML(text: string): string
  createScriptURL(text: string): string
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy
}

let policy: Policy | null | undefined

/**
 * For pages that demand trusted types: what a page has written itself is put back as it was. A page that does not list
 * `sotto-consent` among its `trusted-types` gets the plain text, and the browser decides.
 */
export function trusted(kind: keyof Policy, text: string): string {
  if (policy === undefined) {
    const same = (value: string) => value
    try {
      policy =
        (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy('sotto-consent', {
          createHTML: same,
          createScriptURL: same,
        }) ?? null
    } catch {
      policy = null
    }
  }
  return policy ? policy[kind](text) : text
}
