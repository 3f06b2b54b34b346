import type { Suppression } from '../../../erasure/index.ts'
import type { SystemScope, TeamScope } from '../../../mongo/index.ts'
import { teams } from '../../team/index.ts'
import { publishedPolicies, titleOf } from '../published.ts'
import type { PermissionDocument } from './asking.ts'
import { type Confirmation, confirm, readConfirmation } from './confirming.ts'
import type { PermissionLinks, UnsubscribeFacts } from './links.ts'
import { mayReturn, type NoteLeaving, subscribeAgain, unsubscribe } from './unsubscribing.ts'
import { filled, type SpokenWords, spoken } from './words/index.ts'

/** What a page behind a link in a mail says. */
export interface PermissionPage {
  /** Of HTTP. */
  status: number
  language: string
  direction: 'ltr' | 'rtl'
  /** The name of the team; `null` where no team is known. */
  from: string | null
  heading: string
  lines: readonly string[]
  button?: { text: string; fields: Readonly<Record<string, string>> }
}

/** What a person's browser or mail program says of itself. */
export interface Visit {
  /** What it would rather read, the best first. */
  languages: readonly string[]
  requestId: string | null
}

/** The pages behind links in mails. They know nobody but by the link, and set no cookie. */
export interface PermissionPages {
  confirmation(token: string, visit: Visit): Promise<PermissionPage>
  confirm(token: string, visit: Visit): Promise<PermissionPage>
  unsubscription(token: string, visit: Visit): Promise<PermissionPage>
  unsubscribe(token: string, action: 'unsubscribe' | 'subscribe', visit: Visit): Promise<PermissionPage>
}

export function permissionPages({
  system,
  links,
  suppression,
  noteLeaving,
}: {
  system: SystemScope
  links: PermissionLinks
  suppression: Suppression
  noteLeaving: NoteLeaving
}): PermissionPages {
  // What a person does by a link leaves no address, as what they choose in a banner leaves none.
  const scopeOf =
    ({ requestId }: Visit) =>
    (teamId: string): TeamScope =>
      system.team(teamId, { actor: { kind: 'visitor', id: null }, ip: null, requestId })
  const nameOf = async (teamId: string) => (await system.findById(teams, teamId))?.name ?? ''
  const isTeam = async (teamId: string) => (await system.findById(teams, teamId)) !== null

  async function confirmationPage(found: Confirmation, { languages }: Visit): Promise<PermissionPage> {
    const { state, request, teamId } = found
    const said = spoken(request ? [request.language] : languages)
    const team = teamId && (await nameOf(teamId))
    if (!request || !team || state === 'expired' || state === 'unknown') {
      const { expired, expiredText, unknown, unknownText } = said.words
      return state === 'expired'
        ? { ...plainly(said), status: 410, from: team, heading: expired, lines: [expiredText] }
        : { ...plainly(said), status: 404, from: null, heading: unknown, lines: [unknownText] }
    }
    const { confirmHeading, confirmed, confirmedBefore, confirmedText, withdrawable, confirmButton } = said.words
    const lines = [filled(confirmedText, { team, what: request.title }), withdrawable]
    if (state === 'open')
      return {
        ...plainly(said),
        status: 200,
        from: team,
        heading: confirmHeading,
        lines,
        button: { text: confirmButton, fields: {} },
      }
    const heading = state === 'confirmed' ? confirmed : confirmedBefore
    return { ...plainly(said), status: 200, from: team, heading, lines }
  }

  /** All words of the page on which somebody agrees. */
  const wordsOf = ({ from, heading, lines, button }: PermissionPage): Record<string, string> => ({
    from: from ?? '',
    heading,
    ...Object.fromEntries(lines.map((line, index) => [`line${index + 1}`, line])),
    button: button?.text ?? '',
  })

  const openPage = (request: PermissionDocument, teamId: string, visit: Visit) =>
    confirmationPage({ state: 'open', request, teamId }, visit).then(wordsOf)

  function unknownLink({ languages }: Visit): PermissionPage {
    const said = spoken(languages)
    return { ...plainly(said), status: 404, from: null, heading: said.words.unknown, lines: [said.words.unknownText] }
  }

  async function leavingPage(
    facts: UnsubscribeFacts,
    visit: Visit,
    state: 'asked' | 'left' | 'left for good' | 'back',
  ): Promise<PermissionPage> {
    const said = spoken([facts.language])
    const { words } = said
    const scope = scopeOf(visit)(facts.teamId)
    const team = await nameOf(facts.teamId)
    const policies = [...(await publishedPolicies(scope)).current.values()]
    const title = policies.map(({ policy }) => titleOf(policy, facts.purpose, facts.language)).find(Boolean)
    const names = { team, what: title ?? (facts.purpose === 'marketing-email' ? words.news : facts.purpose) }
    const page = { ...plainly(said), status: 200, from: team }
    const button = (text: string, action: string) => ({ button: { text, fields: { action } } })
    const { unsubscribed, unsubscribedText, subscribeAgain: again, confirmed, confirmedText, withdrawable } = words
    switch (state) {
      case 'asked':
        return {
          ...page,
          heading: words.unsubscribe,
          lines: [filled(words.unsubscribeText, names)],
          ...button(words.unsubscribe, 'unsubscribe'),
        }
      case 'left':
        return {
          ...page,
          heading: unsubscribed,
          lines: [filled(unsubscribedText, names)],
          ...button(again, 'subscribe'),
        }
      case 'left for good':
        return { ...page, heading: unsubscribed, lines: [filled(unsubscribedText, names)] }
      case 'back':
        return {
          ...page,
          heading: confirmed,
          lines: [filled(confirmedText, names), withdrawable],
          ...button(words.unsubscribe, 'unsubscribe'),
        }
    }
  }

  return {
    confirmation: async (token, visit) =>
      confirmationPage(await readConfirmation(token, system, scopeOf(visit)), visit),

    confirm: async (token, visit) =>
      confirmationPage(
        await confirm(
          token,
          system,
          scopeOf(visit),
          (request, teamId) => openPage(request, teamId, visit),
          suppression,
        ),
        visit,
      ),

    async unsubscription(token, visit) {
      const facts = await links.read(token, isTeam)
      return facts ? leavingPage(facts, visit, 'asked') : unknownLink(visit)
    },

    async unsubscribe(token, action, visit) {
      const facts = await links.read(token, isTeam)
      if (!facts) return unknownLink(visit)
      const scope = scopeOf(visit)(facts.teamId)
      if (action === 'subscribe') {
        const left = await leavingPage(facts, visit, (await mayReturn(scope, facts)) ? 'left' : 'left for good')
        const isBack = await subscribeAgain(scope, facts, wordsOf(left))
        return leavingPage(facts, visit, isBack ? 'back' : 'asked')
      }
      const { mayReturn: may } = await unsubscribe(scope, facts, noteLeaving)
      return leavingPage(facts, visit, may ? 'left' : 'left for good')
    },
  }
}

const plainly = ({ language, direction }: SpokenWords) => ({ language, direction })
