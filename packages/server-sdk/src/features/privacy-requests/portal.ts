import {
  type CorrectedFields,
  type CurrentFields,
  type PersonsRequest,
  type PortalReceipt,
  type PortalRequest,
  type PrivacyPortal,
  type PrivacyRegime,
  privacyKinds,
  privacyRegimes,
} from '@sotto/contracts'
import type { z } from 'zod'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teamSlugs, teams } from '../team/index.ts'
import { certificateOf } from './certificate.ts'
import { regimes } from './clock/regimes.ts'
import { correctable, currentOf, tell } from './correcting.ts'
import { revoke } from './deciding.ts'
import { privacyRequests } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { askInPortal, confirm } from './intake.ts'
import { needsCode } from './kinds.ts'
import { linkToken } from './letters.ts'
import { presentToPerson } from './present.ts'
import { goOn, isOpen, type Known, note, open, read } from './store.ts'

/** What a person's browser says of itself. */
export interface PortalVisit {
  /** Language tags, the best first. */
  languages: readonly string[]
  requestId: string | null
  /** The tag that somebody chose, which links and forms carry on; empty where nobody did. */
  lang?: string
}

/** What people do without being known: by the short name of a team, a code, or the private link of their request. */
export interface Portal {
  /** Websites, beside the server itself, whose pages may show it. None for a team that nobody has. */
  origins(slug: string): Promise<readonly string[]>
  /** @throws SottoError `not_found` */
  read(slug: string): Promise<PrivacyPortal>
  ask(slug: string, input: z.input<typeof PortalRequest>, visit: PortalVisit): Promise<PortalReceipt>
  /** @throws SottoError `code_refused` */
  confirm(
    slug: string,
    input: { pending: string; code: string },
    visit: PortalVisit,
  ): Promise<{ request: PersonsRequest; token: string; current: CurrentFields | null }>
  /** @throws SottoError `code_refused`, `request_ended`, `invalid_request` */
  correct(
    slug: string,
    input: { pending: string; changes: CorrectedFields },
    visit: PortalVisit,
  ): Promise<PersonsRequest>
  /** @throws SottoError `not_found` */
  status(slug: string, token: string, visit: PortalVisit): Promise<PersonsRequest>
  /** @throws SottoError `not_found`, `request_ended` */
  act(
    slug: string,
    input: { token: string; action: 'cancel' | 'appeal' | 'end-link'; reason?: string | undefined },
    visit: PortalVisit,
  ): Promise<PersonsRequest>
  /** @throws SottoError `not_found` */
  certificate(slug: string, token: string, format: 'json' | 'pdf', visit: PortalVisit): Promise<string | Uint8Array>
}

export function privacyPortal(dependencies: PrivacyDependencies): Portal {
  const { system, tokens } = dependencies

  async function teamOf(slug: string): Promise<string> {
    const claim = await system.findById(teamSlugs, slug)
    if (!claim) throw notFound('team')
    return claim.teamId
  }

  // What a person does here leaves no address of the network, as what they choose in a banner leaves none.
  const scopeOf = async (slug: string, { requestId }: PortalVisit): Promise<TeamScope> =>
    system.team(await teamOf(slug), { actor: { kind: 'visitor', id: null }, ip: null, requestId })

  /** The request of a private link. One that was ended, or is another team's, is as if it never was. */
  async function known(scope: TeamScope, token: string): Promise<Known> {
    const isOurs = async (teamId: string) => teamId === scope.teamId
    const said = await tokens.read(token, isOurs)
    const [id = '', link = ''] = said?.words ?? []
    const found = said ? await read(scope, id) : null
    if (!found || String(found.facts.link) !== link) throw notFound('privacy request')
    return found
  }

  return {
    async origins(slug) {
      const claim = await system.findById(teamSlugs, slug)
      const team = claim && (await system.findById(teams, claim.teamId))
      return team?.portalOrigins ?? []
    },

    async read(slug) {
      const team = await system.findById(teams, await teamOf(slug))
      if (!team) throw notFound('team')
      return {
        team: { name: team.name, slug: team.slug },
        kinds: privacyKinds
          .filter((kind) => kind !== 'appeal')
          .map((kind) => ({ kind, needsCode: needsCode(kind, false) })),
        correctable: [...correctable],
        regimes: privacyRegimes.map((regime: PrivacyRegime) => ({
          regime,
          name: regimes[regime].name,
          complainTo: [...regimes[regime].complainTo],
        })),
      }
    },

    ask: async (slug, input, visit) => askInPortal(await scopeOf(slug, visit), input, dependencies),

    async confirm(slug, input, visit) {
      const scope = await scopeOf(slug, visit)
      const confirmed = await confirm(scope, input, dependencies)
      return {
        request: presentToPerson(confirmed),
        token: await linkToken(scope, confirmed.facts, tokens),
        current: await currentOf(scope, confirmed),
      }
    },

    correct: async (slug, input, visit) => presentToPerson(await tell(await scopeOf(slug, visit), input, dependencies)),

    async status(slug, token, visit) {
      const scope = await scopeOf(slug, visit)
      const found = await known(scope, token)
      await note(scope, found, 'read', { by: 'the person' })
      return presentToPerson(found)
    },

    async act(slug, { token, action, reason }, visit) {
      const scope = await scopeOf(slug, visit)
      await dependencies.prepare(scope.teamId)
      const { facts } = await known(scope, token)
      const { exportId } = facts
      const after = await scope.transaction(async (running) => {
        const now = await read(running, facts.id)
        if (action === 'cancel') await revoke(running, now, dependencies)
        else if (action === 'end-link') {
          await goOn(running, now.facts, { link: null })
          await note(running, now, 'link-ended')
        } else return appeal(running, now, reason ?? '', dependencies)
        return read(running, facts.id)
      })
      if (action === 'cancel' && exportId && dependencies.exports)
        await dependencies
          .exports(scope)
          .discard(exportId)
          .catch(() => undefined)
      return presentToPerson(after)
    },

    async certificate(slug, token, format, visit) {
      const scope = await scopeOf(slug, visit)
      return certificateOf(scope, await known(scope, token), format, dependencies)
    },
  }
}

const onlyOnce = () => new SottoError('request_ended', 'Only a refusal can be looked at again, and only once.')

/** Somebody else looks at a refusal again. @throws SottoError `request_ended` where nothing was refused */
async function appeal(running: TeamScope, { facts, person }: Known, reason: string, { kick }: PrivacyDependencies) {
  if (facts.status !== 'denied' || facts.kind === 'appeal' || !person) throw onlyOnce()
  const before = await running.collection(privacyRequests).findOne({ appealOf: facts.id })
  if (before && !isOpen(before)) throw onlyOnce()
  const opening = {
    kind: 'appeal',
    contactId: person.contactId,
    email: person.email,
    phone: person.phone,
    reason,
    channel: 'portal',
    regime: facts.regime,
    language: facts.language,
    receivedAt: running.now(),
    changes: null,
    marketing: false,
    purposes: [],
    appealOf: facts.id,
    verification: facts.verification ?? 'none',
    agent: null,
  } as const
  return (await open(running, opening, kick)).known
}
