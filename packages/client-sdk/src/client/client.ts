import { type AnyEndpoint, api, type Job, type OperationId, type Page, type Session } from '@sotto/contracts'
import { type AuditGroup, auditExport } from './audit.ts'
import { type ConsentGroup, consentExport } from './consent.ts'
import { type ContractEndGroup, teamCertificate, teamExport } from './contract-end.ts'
import { type ConversationGroup, conversationStreams } from './conversations.ts'
import { type JobGroup, jobProgress } from './jobs.ts'
import { Listing } from './listing.ts'
import { callOf, type Group, type Method } from './methods.ts'
import { operations, ungrouped } from './operations.ts'
import type { RequestOptions, SottoClientOptions } from './options.ts'
import {
  type BreachGroup,
  breachLetter,
  type ControlGroup,
  controlEvidence,
  type EvidenceGroup,
  evidenceFile,
  type PaperGroup,
  paperFiles,
} from './papers.ts'
import {
  certificateDownload,
  exportDownload,
  type PortalGroup,
  type PrivacyRequestGroup,
  requestCertificate,
  requestFile,
} from './privacy-portal.ts'
import { CsrfToken, type SessionGroup } from './session.ts'
import { type Call, createTransport, type Transport } from './transport.ts'
import { type ConsentImport, type DocumentInput, formOf } from './upload.ts'

/** Uploading takes longer than asking. */
const uploadTimeout = 300_000

/** What a bot has read. */
export interface DocumentGroup extends Omit<Group<'documents'>, 'add'> {
  /** Adds a file or text; `sotto.jobs.wait(accepted.job.id)` tells how far it has been read. Five minutes unless told. */
  add(botId: string, input: DocumentInput, options?: RequestOptions): ReturnType<Method<'addDocument'>>
}

/**
 * Everything that a Sotto server offers.
 *
 * ```ts
 * const sotto = new SottoClient({ baseUrl: 'https://chat.example.com', key: process.env.SOTTO_KEY })
 * ```
 *
 * Methods reject with `SottoError` (the server refused), `SottoConnectionError` (no answer came), `SottoResponseError`
 * (the answer has not the promised form) or the reason of the signal that was aborted.
 */
export class SottoClient {
  readonly session: SessionGroup
  readonly team: Group<'team'>
  readonly members: Group<'members'>
  readonly apiKeys: Group<'apiKeys'>
  readonly bots: Group<'bots'>
  readonly widget: Group<'widget'>
  readonly documents: DocumentGroup
  readonly jobs: JobGroup
  readonly conversations: ConversationGroup
  readonly contacts: Group<'contacts'>
  readonly appointments: Group<'appointments'>
  readonly tickets: Group<'tickets'>
  readonly audit: AuditGroup
  readonly consent: ConsentGroup
  readonly consentPolicies: Group<'consentPolicies'>
  readonly privacyRequests: PrivacyRequestGroup
  /** What people do without being signed in: with the short name of a team, a code, or their private link. */
  readonly privacyPortal: PortalGroup
  readonly retention: Group<'retention'>
  /** Who answers for the data, as papers say it. */
  readonly legalEntity: Group<'legalEntity'>
  readonly papers: PaperGroup
  readonly subProcessors: Group<'subProcessors'>
  readonly modelProviders: Group<'modelProviders'>
  readonly evidence: EvidenceGroup
  readonly controls: ControlGroup
  readonly breaches: BreachGroup
  readonly holds: Group<'holds'>
  /** Who has what, and the reviews in which that is confirmed or ends. */
  readonly access: Group<'access'>
  /** More than a role or key allows, for a time. */
  readonly exceptions: Group<'exceptions'>
  /** Whom of support the team lets in, and what they saw. */
  readonly support: Group<'support'>
  readonly supportSession: Group<'supportSession'>
  readonly webhooks: Group<'webhooks'>
  readonly contractEnd: ContractEndGroup
  readonly sensitiveData: Group<'sensitiveData'>
  readonly system: Group<'system'>
  /** Searches the documents of a bot. */
  readonly search: Method<'search'>

  readonly #options: SottoClientOptions
  readonly #transport: Transport
  readonly #token = new CsrfToken()

  /** @throws TypeError when `baseUrl` or `key` cannot be one */
  constructor(options: SottoClientOptions) {
    const token = this.#token
    this.#options = options
    this.#transport = createTransport(
      options,
      options.csrf ?? (() => token.get(() => this.#send('readSession', {}) as Promise<Session>)),
    )
    this.session = Object.defineProperty(this.#group('session'), 'csrfToken', {
      enumerable: true,
      get: () => token.current,
    }) as SessionGroup
    this.team = this.#group('team')
    this.members = this.#group('members')
    this.apiKeys = this.#group('apiKeys')
    this.bots = this.#group('bots')
    this.widget = this.#group('widget')
    this.documents = {
      ...this.#group('documents'),
      add: (botId, input, options) => this.#addDocument(botId, input, options),
    }
    const jobs = this.#group('jobs')
    this.jobs = {
      ...jobs,
      wait: (id, options) => jobProgress((signal): Promise<Job> => jobs.get(id, { signal }), options),
    }
    this.conversations = { ...this.#group('conversations'), ...conversationStreams(this.#transport) }
    this.contacts = this.#group('contacts')
    this.appointments = this.#group('appointments')
    this.tickets = this.#group('tickets')
    this.audit = { ...this.#group('audit'), export: auditExport(this.#transport) }
    this.consent = {
      ...this.#group('consent'),
      import: (input, options) => this.#importConsent(input, options),
      export: consentExport(this.#transport),
    }
    this.consentPolicies = this.#group('consentPolicies')
    this.privacyRequests = {
      ...this.#group('privacyRequests'),
      certificate: requestCertificate(this.#transport),
      file: requestFile(this.#transport),
    }
    this.privacyPortal = {
      ...this.#group('privacyPortal'),
      certificate: certificateDownload(this.#transport),
      exportFile: exportDownload(this.#transport),
    }
    this.retention = this.#group('retention')
    this.legalEntity = this.#group('legalEntity')
    this.papers = { ...this.#group('papers'), ...paperFiles(this.#transport) }
    this.subProcessors = this.#group('subProcessors')
    this.modelProviders = this.#group('modelProviders')
    this.evidence = { ...this.#group('evidence'), file: evidenceFile(this.#transport) }
    this.controls = { ...this.#group('controls'), evidence: controlEvidence(this.#transport) }
    this.breaches = { ...this.#group('breaches'), letter: breachLetter(this.#transport) }
    this.holds = this.#group('holds')
    this.access = this.#group('access')
    this.exceptions = this.#group('exceptions')
    this.support = this.#group('support')
    this.supportSession = this.#group('supportSession')
    this.webhooks = this.#group('webhooks')
    this.contractEnd = {
      ...this.#group('contractEnd'),
      export: teamExport(this.#transport),
      certificate: teamCertificate(this.#transport),
    }
    this.sensitiveData = this.#group('sensitiveData')
    this.system = this.#group('system')
    this.search = this.#method(ungrouped.search)
  }

  /** The same client with another key, such as the `visitorToken` of a conversation that was just started. */
  withKey(key: string): SottoClient {
    return new SottoClient({ ...this.#options, key })
  }

  #send(operation: OperationId, call: Call): Promise<unknown> {
    return this.#token.watch(operation, this.#transport.call(operation, call))
  }

  #group<Name extends keyof typeof operations>(name: Name): Group<Name> {
    const methods = Object.entries(operations[name]).map(([key, operation]) => [key, this.#method(operation)])
    return Object.fromEntries(methods) as Group<Name>
  }

  #method<Id extends OperationId>(operation: Id): Method<Id> {
    const endpoint: AnyEndpoint = api[operation]
    const isList = 'cursor' in (endpoint.definition.query?.shape ?? {})
    const method = (...args: unknown[]) => {
      const call = callOf(endpoint, args)
      if (!isList) return this.#send(operation, call)
      return new Listing(operation, (cursor) => {
        const query = cursor === undefined ? call.query : { ...call.query, cursor }
        return this.#send(operation, { ...call, query }) as Promise<Page<unknown>>
      })
    }
    return method as unknown as Method<Id>
  }

  #addDocument(botId: string, input: DocumentInput, options: RequestOptions = {}) {
    const body = input.file === undefined ? input : formOf({ ...input, file: input.file })
    const call = { params: { botId }, body, options: { timeout: uploadTimeout, ...options } }
    return this.#send('addDocument', call) as ReturnType<Method<'addDocument'>>
  }

  #importConsent(input: ConsentImport, options: RequestOptions = {}) {
    const body = input.file === undefined ? input : formOf({ ...input, file: input.file })
    const call = { body, options: { timeout: uploadTimeout, ...options } }
    return this.#send('importConsent', call) as ReturnType<ConsentGroup['import']>
  }
}
