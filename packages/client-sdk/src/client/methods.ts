import type { AnyEndpoint, Api, BodyInput, OperationId, QueryInput, ResultOf } from '@sotto/contracts'
import type { Listing } from './listing.ts'
import type { Operations } from './operations.ts'
import type { RequestOptions } from './options.ts'
import type { Call } from './transport.ts'

type IdsIn<Path extends string> = Path extends `${string}{${string}}${infer Rest}` ? [id: string, ...IdsIn<Rest>] : []

/** `limit` is read from text, so the contract takes anything for it; here it is a number. */
type Query<E> = Omit<QueryInput<E>, 'limit'> & { limit?: number | undefined }

type Optional<Input> = Record<never, never> extends Input ? [input?: Input] : [input: Input]
type InputOf<E> = [BodyInput<E>] extends [undefined]
  ? [QueryInput<E>] extends [undefined]
    ? []
    : [query?: Query<E>]
  : Optional<BodyInput<E>>

type Result<E> =
  ResultOf<E> extends { data: (infer Item)[]; nextCursor: string | null }
    ? Listing<Item>
    : Promise<ResultOf<E> extends undefined ? void : ResultOf<E>>

/** The method of an operation: the ids of its path in their order, then its body or query, then options. */
export type Method<Id extends OperationId> = (
  ...args: [...IdsIn<Api[Id]['path']>, ...InputOf<Api[Id]>, options?: RequestOptions]
) => Result<Api[Id]>

/** The methods of a group. */
export type Group<Name extends keyof Operations> = {
  readonly [Key in keyof Operations[Name]]: Method<Extract<Operations[Name][Key], OperationId>>
}

/** What the arguments of a method say, by their places. */
export function callOf(endpoint: AnyEndpoint, args: readonly unknown[]): Call {
  const { paramNames, definition } = endpoint
  const rest = args.slice(paramNames.length)
  const params = Object.fromEntries(paramNames.map((name, index) => [name, args[index]]))
  if (definition.body) return { params, body: rest[0] ?? {}, options: rest[1] as RequestOptions | undefined }
  if (definition.query)
    return { params, query: rest[0] as Call['query'], options: rest[1] as RequestOptions | undefined }
  return { params, options: rest[0] as RequestOptions | undefined }
}
