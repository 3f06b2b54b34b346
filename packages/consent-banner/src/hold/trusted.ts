interface Policy {
  createScriptURL(text: string): string
  createHTML(text: string): string
}
declare const trustedTypes: { createPolicy(name: string, rules: Policy): Policy }

const same = (text: string) => text
const rules: Policy = { createScriptURL: same, createHTML: same }
let policy: Policy | undefined

/**
 * For pages that demand trusted types: what a page has written itself is put back as it was. A page that does not list
 * `sotto-consent` among its `trusted-types` gets the plain text, and the browser decides.
 */
export function trusted(text: string, attribute: string): string {
  try {
    policy ??= trustedTypes.createPolicy('sotto-consent', rules)
  } catch {
    // It is not allowed here, or the browser knows no trusted types.
    policy = rules
  }
  return policy[attribute === 'srcdoc' ? 'createHTML' : 'createScriptURL'](text)
}
