import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { type Control, type LookupToken, normalise, prefixesOf } from '../keys/index.ts'
import type { Binary } from './driver.ts'

/** That a row can be found by a value, as it is stored. */
export interface TokenDocument {
  /** `<row>:<kind>:<token in hex>`: what a row has lies beside each other, and goes by a range of ids. */
  _id: string
  teamId: string
  /** Collection and field, such as `contacts.email`. */
  kind: string
  token: Binary
  row: string
  /** For values that are found without knowing the team: the team of the row. `teamId` is `system` then. */
  of?: string
  generation: number
  fence: number
}

/** That one row of a team alone has a value, as it is stored. */
export interface ClaimDocument {
  /** `<team>:<kind>:<generation>:<token in hex>`: there can be one. */
  _id: string
  teamId: string
  row: string
  generation: number
  fence: number
}

/** In whose name values are kept that are found without knowing the team. */
export const everywhere = 'system'

/** A value of a row in the form in which it is looked up. */
export interface Form {
  /** The team under whose key its tokens are made, or `system`. */
  under: string
  collection: string
  field: string
  form: string
  /** What is thrown when another row has it; such a value is claimed, and found by its claim. */
  unique: SealedOptions['unique']
  /** Set where rows that have the same do not get the same token. */
  row?: string
}

/** The token of a form in one generation. */
export interface Wanted extends LookupToken {
  of: Form
}

export const kindOf = ({ collection, field }: Pick<Form, 'collection' | 'field'>) => `${collection}.${field}`
export const tokenId = (row: string, kind: string, token: Binary) => `${row}:${kind}:${token.toString('hex')}`
export const claimId = (teamId: string, kind: string, { generation, token }: LookupToken) =>
  `${teamId}:${kind}:${generation}:${token.toString('hex')}`

/** The ids of all tokens of a row, of a kind or of any. */
export const tokensOfRow = (row: string, kind?: string) => {
  const begin = kind === undefined ? row : `${row}:${kind}`
  // `;` is the character after `:`.
  return { $gte: `${begin}:`, $lt: `${begin};` }
}

/** The token of a row of a team, as it is stored. */
export function tokenOf(
  teamId: string,
  row: string,
  { of, token, generation }: Wanted,
  { fence }: Control,
): TokenDocument {
  const kind = kindOf(of)
  const ofTeam = of.under === teamId ? {} : { of: teamId }
  return { _id: tokenId(row, kind, token), teamId: of.under, kind, token, row, ...ofTeam, generation, fence }
}

/** The claim of a row of a team, as it is stored. */
export const claimOf = (teamId: string, row: string, one: Wanted, { fence }: Control): ClaimDocument => ({
  _id: claimId(teamId, kindOf(one.of), one),
  teamId,
  row,
  generation: one.generation,
  fence,
})

/** Fields of a row by their names. */
export type Values = Readonly<Record<string, unknown>>

/** Under what the given fields of a row can be found. */
export function formsOf(
  teamId: string,
  collection: AnyCollection,
  row: string,
  values: Values,
  fields: readonly string[],
): Form[] {
  const forms: Form[] = []
  for (const field of fields) {
    const { find, unique, everywhere: anyTeam, as = 'text' } = collection.fields[field] as SealedOptions
    const value = values[field]
    if (!find || typeof value !== 'string') continue
    const of = { collection: collection.name, field, ...(find === 'prefix' ? { row } : {}) }
    for (const form of find === 'prefix' ? prefixesOf(value) : [normalise[as](value)]) {
      forms.push({ under: teamId, ...of, form, unique })
      if (anyTeam) forms.push({ under: everywhere, ...of, form, unique: undefined })
    }
  }
  return forms
}

/** Forms that are the same of one row have the same name. */
export const named = ({ under, field, form }: Form) => `${under}\0${field}\0${form}`
