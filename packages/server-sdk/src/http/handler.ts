import type {
  Api,
  BodyOf,
  ConsentPolicy,
  OperationId,
  ParamsOf,
  QueryOf,
  ResultOf,
  UploadFieldsOf,
  WidgetConfiguration,
} from '@sotto/contracts'
import type { Access, Principal } from '../access/index.ts'
import type { PermissionPages } from '../features/consent/index.ts'
import type { ApproverPages } from '../features/holds/index.ts'
import type { PublicPapers } from '../features/papers/index.ts'
import type {
  DownloadPages,
  Downloads,
  Portal,
  PortalPages,
  PostedForm,
  SmsDesk,
} from '../features/privacy-requests/index.ts'
import type { Team } from '../features/services.ts'
import type { SupportSessions } from '../features/support/index.ts'
import type { Acting } from './acting.ts'
import type { PageAnswer } from './page.ts'

/** A file that came as multipart/form-data, on disk in a folder that goes with the request. */
export interface Upload<Fields = Record<string, unknown>> {
  path: string
  filename: string
  mediaType: string | undefined
  bytes: number
  fields: Fields
}

/** What a handler knows of the HTTP request beyond its typed parts. */
export interface RequestFacts {
  ip: string | null
  requestId: string
  origin: string | null
  /** `Accept` asks for a stream of events. */
  wantsEvents: boolean
  /** `Last-Event-ID`, or 0. */
  lastEventId: number
  idempotencyKey: string | null
  /** What the browser would rather read, the best first: language tags of `Accept-Language`. */
  languages: readonly string[]
  /** `Sec-GPC: 1`: the browser sends Global Privacy Control. */
  globalPrivacyControl: boolean
  /**
   * `Range` of a GET, where it names one run of bytes; `last` counts from the end. Others are as if they were not there, as
   * RFC 9110 allows. `ifTag` is `If-Range`.
   */
  range: { from?: number; to?: number; last?: number; ifTag?: string } | null
  /** The token of the session that the browser has, whether it is good or not. */
  session: string | null
  /** All of a form, where somebody else's software posts it. */
  posted?: PostedForm
  /** Aborted when the client goes away. */
  signal: AbortSignal
}

/** What a handler may ask of Sotto itself: what comes before a team is known, or belongs to none. */
export interface FrontDoor {
  readonly access: Pick<Access, 'signIn'>
  as(principal: Principal, request: { ip: string | null; requestId: string | null }): Acting
  /** The public bot behind a publishable key. @throws SottoError `not_found`, `origin_not_allowed` */
  publicBot(principal: Principal, origin: string | null): Promise<unknown>
  widget(principal: Principal, request: { origin: string | null }): Promise<WidgetConfiguration>
  /** What banners show of a policy, to whoever has a publishable key of its team. @throws SottoError `not_found` */
  publishedConsentPolicy(key: string, policyId: string): Promise<ConsentPolicy>
  /** The pages behind links in mails. */
  readonly permissionPages: PermissionPages
  /** What people ask for about their data, and see of it, without being signed in. */
  readonly privacyPortal: Portal
  /** The same for browsers without scripts. */
  readonly privacyPages: PortalPages
  /** What gateways for text messages hand over. */
  readonly smsDesk: SmsDesk
  /** How people get the file with their data. */
  readonly privacyDownloads: Downloads
  /** The same for browsers without scripts. */
  readonly downloadPages: DownloadPages
  /** What anybody may read of the papers of a team. */
  readonly publicPapers: PublicPapers
  /** The certificate of a team that has ended, by the link in the mail. @throws SottoError `not_found` */
  teamCertificate(token: string): Promise<string>
  /** The page of somebody from outside who was asked to decide about a legal hold. */
  readonly approverPages: ApproverPages
  /** How somebody of support signs in. */
  readonly supportSessions: SupportSessions
  /** The bot of a conversation of the principal’s team; `null` where there is none. */
  botOfConversation(principal: Principal, conversationId: string): Promise<string | null>
  /** Whether it can serve. @throws SottoError `keyring_unavailable`, `unavailable` */
  ready(): Promise<Record<string, 'ok'>>
}

export interface Call<Operation extends OperationId> {
  sotto: FrontDoor
  /** The services of the caller's team. Endpoints that anyone may call have none and must not touch it. */
  team: Team
  principal: Principal
  params: ParamsOf<Api[Operation]>
  query: QueryOf<Api[Operation]>
  /** The JSON body; for endpoints that also take files, `upload` may stand instead. */
  body: BodyOf<Api[Operation]>
  upload: Upload<UploadFieldsOf<Api[Operation]>> | undefined
  request: RequestFacts
}

const brand = Symbol.for('@sotto/server-sdk/Reply')

/** A file that is sent as it is made. */
export interface FileAnswer {
  mediaType: string
  /** Under which name it is saved; `null` for an answer that nobody saves. */
  filename: string | null
  /** Read no faster than the client takes them. The first one is awaited before the answer begins. */
  chunks: AsyncIterable<string | Uint8Array>
  /** Of a file whose length is known, and which can be taken in parts: which bytes these are, the last included. */
  part?: { from: number; to: number; bytes: number; tag: string }
}

/** Answers other than a JSON body: cookies beside it, a stream of events, a file, or a page. */
export class Reply<Body> {
  readonly [brand] = true
  readonly body: Body
  readonly session: { token: string; csrfToken: string } | 'end' | undefined
  readonly events: AsyncIterable<ServerEvent> | undefined
  readonly file: FileAnswer | undefined
  readonly page: PageAnswer | undefined

  constructor(
    body: Body,
    options: {
      session?: { token: string; csrfToken: string } | 'end'
      events?: AsyncIterable<ServerEvent>
      file?: FileAnswer
      page?: PageAnswer
    } = {},
  ) {
    this.body = body
    this.session = options.session
    this.events = options.events
    this.file = options.file
    this.page = options.page
  }
}

/** Whether a handler answered with a `Reply`, also one of another copy of this package. */
export const isReply = (given: unknown): given is Reply<unknown> =>
  typeof given === 'object' && given !== null && (given as { [brand]?: unknown })[brand] === true

/** An event as it goes over the wire: `id` is its number in the conversation, `data` is JSON. */
export interface ServerEvent {
  id: number
  type: string
  data: unknown
}

/** A stream of events as an answer. */
export const eventStream = (events: AsyncIterable<ServerEvent>): Reply<never> =>
  new Reply(undefined as never, { events })

/** A page as an answer. */
export const pageAnswer = (page: PageAnswer): Reply<never> => new Reply(undefined as never, { page })

/** A file as an answer. */
export const fileAnswer = (file: FileAnswer): Reply<never> => new Reply(undefined as never, { file })

export type Handler<Operation extends OperationId> = (
  call: Call<Operation>,
) => Promise<ResultOf<Api[Operation]> | Reply<ResultOf<Api[Operation]>>>

/** A handler for every endpoint of the contract: a server that lacks one does not compile. */
export type Handlers = { [Operation in OperationId]: Handler<Operation> }

/** Types the handlers of one feature. */
export const routes = <Some extends Partial<Handlers>>(handlers: Some): Some => handlers
