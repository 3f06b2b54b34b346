import type { ConsentShown } from '@sotto/contracts'
import type { Suppression } from '../../../erasure/index.ts'
import type { SystemScope, TeamScope } from '../../../mongo/index.ts'
import { contactService, contacts } from '../../contacts/index.ts'
import { append, beyondBrowsers, contactSubject, writtenOnce } from '../ledger.ts'
import { keepShown } from '../texts.ts'
import type { PermissionDocument } from './asking.ts'
import { permissionRequests } from './declare.ts'
import { confirmationHash, expiryOf } from './links.ts'

/** How the link of a confirmation mail stands. */
export type ConfirmationState = 'open' | 'confirmed' | 'confirmed_before' | 'expired' | 'unknown'

export interface Confirmation {
  state: ConfirmationState
  /** What was asked; `null` where nobody knows it (any more). */
  request: PermissionDocument | null
  teamId: string | null
}

type ScopeOf = (teamId: string) => TeamScope

/** What is behind the link of a confirmation mail. Reads only. */
export async function readConfirmation(token: string, system: SystemScope, scopeOf: ScopeOf): Promise<Confirmation> {
  const [row] = await system.find(permissionRequests, { link: confirmationHash(token) })
  if (!row) {
    const expiry = expiryOf(token)
    return { state: expiry && expiry <= system.now() ? 'expired' : 'unknown', request: null, teamId: null }
  }
  const request = await scopeOf(row.teamId).collection(permissionRequests).findById(row.id)
  const { teamId } = row
  if (!request) return { state: 'expired', request, teamId }
  if (request.state === 'confirmed') return { state: 'confirmed_before', request, teamId }
  return { state: request.expiresAt <= system.now() ? 'expired' : 'open', request, teamId }
}

/**
 * Confirms what was asked, once: the contact is found or made, and the ledger gets a line with the hash of every word of
 * form, mail and page.
 *
 * @param page all words of the page on which the button was pressed
 */
export async function confirm(
  token: string,
  system: SystemScope,
  scopeOf: ScopeOf,
  page: (request: PermissionDocument, teamId: string) => Promise<Readonly<Record<string, string>>>,
  suppression: Suppression,
): Promise<Confirmation> {
  const found = await readConfirmation(token, system, scopeOf)
  const { request, teamId } = found
  if (found.state !== 'open' || !request || !teamId) return found
  const words = await page(request, teamId)
  const state = await writtenOnce(scopeOf(teamId), (running) => confirmIn(running, request.id, words, suppression))
  return { ...found, state }
}

async function confirmIn(
  running: TeamScope,
  id: string,
  page: Readonly<Record<string, string>>,
  suppression: Suppression,
): Promise<ConfirmationState> {
  const rows = running.collection(permissionRequests)
  const request = await rows.findById(id)
  if (!request) return 'expired'
  if (request.state === 'confirmed') return 'confirmed_before'
  const { email, purpose, language, form, mail, proof, requestedAt } = request
  const contactId =
    (await running.collection(contacts).findOne({ email }))?.id ??
    (await contactService(running).create({ email }, 'alone')).id
  // Two who press at once change one row: the second begins anew and finds that it was confirmed.
  await rows.change(id, { state: 'confirmed', contactId }, { action: 'permission.confirmed' })
  // Whoever was forgotten has come back by themselves.
  await suppression.end(running, { email })
  const shown: ConsentShown = {
    layer: 'email',
    layout: 'double-opt-in',
    language,
    texts: {
      ...placed('form', form ? (JSON.parse(form) as Record<string, string>) : {}),
      ...placed('mail', mail ? (JSON.parse(mail) as Record<string, string>) : {}),
      ...placed('page', page),
    },
  }
  await append(
    running,
    {
      ...beyondBrowsers,
      subjectId: contactSubject(running.teamId, contactId),
      name: `permission ${id}`,
      choices: { [purpose]: 'granted' },
      source: 'email',
      text: await keepShown(running, shown),
      layer: shown.layer,
      layout: shown.layout,
      language,
      proof,
      requestedAt,
      at: running.now(),
    },
    { action: 'consent.confirmed', contactId },
  )
  return 'confirmed'
}

const placed = (where: string, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${where}.${name}`, text]))
