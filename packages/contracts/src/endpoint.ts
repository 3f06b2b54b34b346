import { z } from 'zod'
import { id, type PathParameter, pathParameters, pathWords } from './ids.ts'
import type { Permission } from './permissions.ts'
import type { ErrorCode } from './problems.ts'

/** The methods of HTTP that endpoints use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call an endpoint.
 * - `permission`: members whose role holds it, and secret keys that have it as a scope
 * - `signedIn`: of those, members alone: somebody has to answer for it, and a key is nobody
 * - `visitor`: also a visitor's token, for the conversation that it belongs to
 * - `publishable`: also a bot's publishable key, as far as the bot is public and the origin allowed
 * - `session`: any signed-in member
 * - `support`: somebody of support whom the team let in; they also hold the permissions that the team let them have
 * - `anyone`: no credential at all
 */
export type Allow =
  | { permission: Permission; signedIn?: true; visitor?: true; publishable?: true }
  | { publishable: true; permission?: never; signedIn?: never; visitor?: never }
  | { session: true; permission?: never; signedIn?: never; visitor?: never; publishable?: never }
  | { support: true; permission?: never; signedIn?: never; visitor?: never; publishable?: never }
  | { anyone: true; permission?: never; signedIn?: never; visitor?: never; publishable?: never }

/** What one HTTP endpoint takes, answers and may refuse with. */
export interface EndpointDefinition {
  /** One sentence in the imperative, for the reference. */
  summary: string
  /** The chapter of the reference in which it stands. */
  tag: string
  allow: Allow
  query?: z.ZodObject
  /** JSON body. */
  body?: z.ZodType
  /** Set where the body comes from a form in a page, or from a mail program: fields of it that are not known are ignored. */
  form?: true
  /** Set where somebody else's software posts a form and signs it: all of it counts, and `body` says what is made use of. */
  posted?: true
  /** Set where pages of the websites that the team in the path names may call it, without any credential. */
  embedded?: true
  /** Set where a file may come instead, as the part `file` of multipart/form-data, with these text parts beside it. */
  upload?: { fields: z.ZodObject }
  /**
   * Successful answers by status; `null` has no body, `text/event-stream` is a stream and nothing else, `text/html` a page
   * for people, with refusals and the keys that others add to links taken as pages take them. A list of media types is a
   * file that is sent as it is made, in one of them.
   */
  returns: Readonly<Record<number, z.ZodType | null | string | readonly string[]>>
  /** Set where nothing of a request may be kept, also not so that it can be answered again. */
  keepsNothing?: true
  /**
   * Set where a request waits for what happens outside of it, such as a mail that leaves: it is no transaction as a whole, and
   * one that is repeated is judged anew, with an idempotency key, too.
   */
  waits?: true
  /**
   * Set where a request names what it makes: one that is repeated is known by that, and answered as the first was, for good.
   * An idempotency key may come with it and says nothing more.
   */
  knowsRepeats?: true
  /** Set where the answer is the same for everybody: caches may keep it for so long, and ask again by its `ETag`. */
  cached?: { seconds: number }
  /** Set where `Accept: text/event-stream` is answered with these events. */
  events?: z.ZodType
  /** Codes beyond those that any endpoint may answer with (see `commonErrors`). */
  errors?: readonly ErrorCode[]
  /** The action that its audit entry carries; `null` where nothing personal is read or changed. */
  logs: string | null
  /** Words of its consequences that go out to webhooks; those of `logs` where nothing else is meant by them. */
  announces?: readonly string[]
}

/** Codes that every endpoint may answer with and that are therefore not repeated in each declaration. */
export const commonErrors = [
  'invalid_request',
  'invalid_json',
  'unauthenticated',
  'csrf_failed',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'media_type_unsupported',
  'idempotency_conflict',
  'rate_limited',
  'keyring_unavailable',
  'row_not_authentic',
  'storage_full',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[]

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
/** The names in the path of a route: `contactId` of `GET /v1/contacts/{contactId}`. */
export type PathParametersOf<Route extends string> = Extract<NamesIn<Route>, PathParameter>
type SplitRoute<Route extends string> = Route extends `${infer M extends Method} ${infer P}`
  ? { method: M; path: P }
  : never

/** A declared endpoint. Made by `endpoint()`. */
export interface Endpoint<Route extends string = string, Definition extends EndpointDefinition = EndpointDefinition> {
  readonly method: SplitRoute<Route>['method']
  readonly path: SplitRoute<Route>['path']
  readonly params: z.ZodType<{ [Name in PathParametersOf<Route>]: string }>
  readonly paramNames: readonly PathParametersOf<Route>[]
  readonly definition: Definition
}

/** Any endpoint, when its exact types do not matter. */
export interface AnyEndpoint {
  readonly method: Method
  readonly path: string
  readonly params: z.ZodType
  readonly paramNames: readonly string[]
  readonly definition: EndpointDefinition
}

/**
 * Declares one endpoint. Path parameters are typed and checked from their names (`{contactId}` takes ids that begin
 * with `con_`).
 *
 * @throws TypeError when a path parameter has a name that neither `pathParameters` nor `pathWords` knows.
 */
export function endpoint<const Route extends `${Method} /${string}`, const Definition extends EndpointDefinition>(
  route: Route,
  definition: Definition,
): Endpoint<Route, Definition> {
  const [method, path] = route.split(' ') as [Method, string]
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  const shape: Record<string, z.ZodType> = {}
  for (const name of names) {
    if (name in pathWords) shape[name] = pathWords[name as keyof typeof pathWords]
    else if (name in pathParameters) shape[name] = id(pathParameters[name as keyof typeof pathParameters])
    else throw new TypeError(`${route}: no kind of id is declared for {${name}}`)
  }
  return {
    method,
    path,
    params: z.strictObject(shape),
    paramNames: names,
    definition,
  } as unknown as Endpoint<Route, Definition>
}

type Definitions<E> = E extends { definition: infer D } ? D : never
type Schema<T> = T extends z.ZodType ? T : never

/** The path parameters of an endpoint, by name. */
export type ParamsOf<E> = E extends { params: z.ZodType<infer P> } ? P : never
/** The query as a caller writes it. */
export type QueryInput<E> = Definitions<E> extends { query: infer Q } ? z.input<Schema<Q>> : undefined
/** The query as a handler gets it, defaults filled in. */
export type QueryOf<E> = Definitions<E> extends { query: infer Q } ? z.output<Schema<Q>> : undefined
/** The JSON body as a caller writes it. */
export type BodyInput<E> = Definitions<E> extends { body: infer B } ? z.input<Schema<B>> : undefined
/** The JSON body as a handler gets it. */
export type BodyOf<E> = Definitions<E> extends { body: infer B } ? z.output<Schema<B>> : undefined
/** The text parts beside an uploaded file. */
export type UploadFieldsOf<E> = Definitions<E> extends { upload: { fields: infer F } } ? z.output<Schema<F>> : never
type Returned<T> = T extends z.ZodType
  ? z.output<T>
  : T extends null
    ? undefined
    : T extends string
      ? string
      : T extends readonly string[]
        ? AsyncIterable<Uint8Array>
        : never
/** The body of a successful answer. */
export type ResultOf<E> = Definitions<E> extends { returns: infer R } ? Returned<R[keyof R]> : never
/** The events of a streamed answer. */
export type EventsOf<E> = Definitions<E> extends { events: infer V } ? z.output<Schema<V>> : never
