declare const pseudonymised: unique symbol

/**
 * Text whose identifiers have been replaced by placeholders. Only `Pseudonyms.replace` makes it, and models take
 * nothing else, so text that has not been through it cannot be sent: it does not compile.
 */
export type Pseudonymised = string & { readonly [pseudonymised]: true }
