import type { ErrorCode } from '@sotto/contracts'
import type { z } from 'zod'

/** What becomes of a personal value when its person is forgotten and the row stays for statistics. */
export type OnErase = { do: 'drop' } | { do: 'pseudonym'; text: string }

/** The value goes. */
export const drop: OnErase = { do: 'drop' }
/** The value is replaced by words that are the same for everybody. */
export const pseudonym = (text: string): OnErase => ({ do: 'pseudonym', text })

/** How a value is brought into one form before it is compared; see `keys/normalise.ts`. */
export type Normalisation = 'text' | 'exact' | 'email' | 'phone'

export interface SealedOptions {
  /** `exact` and `prefix` make lookup tokens in the index database; without, the field cannot be searched. */
  find?: 'exact' | 'prefix'
  /** Also found without knowing the team: what signing in needs. */
  everywhere?: true
  /** One row of the team at most has this value; a second one is refused with this code. */
  unique?: ErrorCode
  /** Default `text`. */
  as?: Normalisation
  /** `false` keeps the value out of before and after in the log (bodies of messages, file names). Default `true`. */
  inLog?: boolean
  /**
   * Whether what is sensitive is taken out of it before it is stored. Default: of personal texts without a form of their
   * own. `false` for what no person writes; `json` for texts inside of JSON; `unless` for rows that only repeat what was stored.
   */
  screened?: boolean | 'json' | { unless: { field: string; is: string } }
  /** The person themselves may correct it: at once, or once somebody of the team has approved it. */
  byPerson?: 'at once' | 'approved'
}

/** A value about a person: sealed with the key of its unit. */
export interface PersonalField<Schema extends z.ZodType = z.ZodType> extends SealedOptions {
  readonly kind: 'personal'
  readonly schema: Schema
  readonly onErase: OnErase
}

/** A value about nobody that is nonetheless not for everybody's eyes: sealed, and gone with its unit. */
export interface ConfidentialField<Schema extends z.ZodType = z.ZodType> extends SealedOptions {
  readonly kind: 'confidential'
  readonly schema: Schema
}

/** What statistics may keep of a plain value: as it is, its day, or nothing. */
export type Keep = 'as is' | 'day' | 'nothing'

/** A value in the clear: ids, states, counts, times, closed vocabularies. */
export interface PlainField<Schema extends z.ZodType = z.ZodType> {
  readonly kind: 'plain'
  readonly schema: Schema
  readonly keepForStatistics: Keep
}

export type Field = PersonalField | ConfidentialField | PlainField
export type Fields = Readonly<Record<string, Field>>

/** Declares a personal field. There is no default for `onErase`: somebody has to decide. */
export const personal = <Schema extends z.ZodType, const Options extends SealedOptions & { onErase: OnErase }>(
  schema: Schema,
  options: Options,
): PersonalField<Schema> & Options => ({ kind: 'personal', schema, ...options })

/** Declares a field that is sealed without being personal. */
export const confidential = <Schema extends z.ZodType, const Options extends SealedOptions>(
  schema: Schema,
  options: Options = {} as Options,
): ConfidentialField<Schema> & Options => ({ kind: 'confidential', schema, ...options })

/** Declares a field in the clear; statistics keep nothing of it unless told. */
export const plain = <Schema extends z.ZodType>(
  schema: Schema,
  options: { keepForStatistics?: Keep } = {},
): PlainField<Schema> => ({ kind: 'plain', schema, keepForStatistics: options.keepForStatistics ?? 'nothing' })
