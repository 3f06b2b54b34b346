import { marketingEmail, PermissionRequest } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../../accepted.ts'
import type { Principal } from '../../../access/index.ts'
import type { DocumentOf } from '../../../data-map/index.ts'
import type { Suppression } from '../../../erasure/index.ts'
import { isSottoError, SottoError } from '../../../errors.ts'
import { ulid } from '../../../ids.ts'
import { enqueue, type JobHandler } from '../../../jobs/index.ts'
import { normalise } from '../../../keys/index.ts'
import { enqueueMail } from '../../../mail/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { contacts } from '../../contacts/index.ts'
import { teams } from '../../team/index.ts'
import { isNecessary, publishedPolicies, titleOf } from '../published.ts'
import { permissionRequests } from './declare.ts'
import type { PermissionLinks, PermissionSettings } from './links.ts'
import { filled, spoken } from './words/index.ts'

export const permissionKind = 'permission.ask'
const hour = 60 * 60 * 1000

type Input = z.output<typeof PermissionRequest>
export type PermissionDocument = DocumentOf<typeof permissionRequests>

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

/**
 * What a purpose is called in a mail. What has no name cannot be agreed to, and whoever fills in a form for somebody else
 * must not be able to write to them: none of these words is the caller's.
 *
 * @throws SottoError `invalid_request`
 */
async function namedAs(scope: TeamScope, { purpose, language }: Input): Promise<string> {
  const said = spoken([language])
  const policies = [...(await publishedPolicies(scope)).current.values()].map(({ policy }) => policy)
  if (policies.some((policy) => isNecessary(policy, purpose)))
    throw wrong('purpose', 'is something that a published policy calls necessary, which nobody is asked about')
  const title = policies.map((policy) => titleOf(policy, purpose, language)).find((name) => name !== null)
  if (title) return title
  if (purpose === marketingEmail) return said.words.news
  throw wrong('purpose', `must be ${marketingEmail}, or a category or service that a published policy gives a title`)
}

/** The next of the few mails that an address gets in a day; `null` when it had all of them. */
async function nextTurn(scope: TeamScope, email: string, most: number): Promise<string | null> {
  const rows = scope.collection(permissionRequests)
  const day = scope.now().toISOString().slice(0, 10)
  for (let number = 1; number <= most; number++) {
    const turn = `${normalise.email(email)} ${day} ${number}`
    if (!(await rows.findOne({ turn }))) return turn
  }
  return null
}

/**
 * Takes down that marketing mail was asked for. A job finds out who it is and writes the mail: the answer comes from the
 * same work for every address.
 */
export async function requestPermission(
  scope: TeamScope,
  given: z.input<typeof PermissionRequest>,
  {
    settings,
    kick,
    principal,
    origin,
  }: { settings: PermissionSettings; kick: () => void; principal: Principal | null; origin: string | null },
): Promise<{ expiresAt: string }> {
  const input = accepted(PermissionRequest, given)
  const isPage = principal?.kind === 'publishable'
  if (isPage && !input.form) throw wrong('form', 'must hold all words of the form that was filled in')
  if (isPage && input.proof) throw wrong('proof', 'is the word of a member or a secret key; leave it out')
  const title = await namedAs(scope, input)
  const { email, purpose, language, form, proof } = input
  const requestedAt = scope.now()
  const expiresAt = new Date(requestedAt.getTime() + settings.hours * hour)
  const asked = isPage ? `Form${origin ? ` on ${origin}` : ''}` : (proof ?? null)
  let isOurs = true
  const once = () =>
    scope.transaction(async (running) => {
      isOurs = running !== scope
      const turn = await nextTurn(running, email, settings.mailsADay)
      const id = `prq_${ulid(requestedAt)}`
      if (turn === null) {
        await running.log({
          action: 'permission.requested',
          details: { mail: 'none: this address had its mails today' },
        })
        return
      }
      await running.collection(permissionRequests).insert(
        {
          state: 'waiting',
          contactId: null,
          link: null,
          requestedAt,
          expiresAt,
          email,
          turn,
          purpose,
          title,
          language,
          form: form ? JSON.stringify(form) : null,
          proof: asked,
          mail: null,
        },
        { id, action: 'permission.requested' },
      )
      await enqueue(running, permissionKind, { request: id }, kick)
    })
  // Somebody else took the same turn of the address: this one takes the next.
  for (let left = settings.mailsADay; ; left--)
    try {
      await once()
      break
    } catch (error) {
      if (!isOurs || left === 0 || !isSottoError(error) || error.code !== 'rate_limited') throw error
    }
  return { expiresAt: expiresAt.toISOString() }
}

/** Writes the mail of a request, and forgets the request when its link has expired. */
export function permissionHandler({
  links,
  suppression,
  kick,
}: {
  links: PermissionLinks
  suppression: Pick<Suppression, 'blocks'>
  kick: () => void
}): JobHandler {
  const forget = async (scope: TeamScope, id: string) => {
    const row = await scope.collection(permissionRequests).findOne({ id })
    if (row?.unit) await scope.forget(row.unit, { action: 'permission.forgotten', target: id })
  }
  return {
    concurrency: 4,
    attempts: 15,
    async run({ job, scope, guard }) {
      const id = String(job.payload.request)
      const row = await scope.collection(permissionRequests).findOne({ id })
      if (!row) return
      if (row.expiresAt <= scope.now())
        return scope.transaction(async (running) => {
          await guard(running)
          await forget(running, id)
        })
      if (row.state === 'waiting' && !(await isBlocked(scope, id, suppression)))
        await scope.transaction(async (running) => {
          await guard(running)
          await writeMail(running, await running.collection(permissionRequests).get(id), links, kick)
        })
      return row.expiresAt
    },
    // Nobody was asked, so there is nothing to wait for.
    failed: ({ scope, job }) => forget(scope, String(job.payload.request)),
  }
}

/** Whoever was erased, or answered STOP, is not asked because of a list. A form they filled in themselves. */
async function isBlocked(scope: TeamScope, id: string, { blocks }: Pick<Suppression, 'blocks'>): Promise<boolean> {
  const { form, email } = await scope.collection(permissionRequests).get(id)
  return form === null && blocks(scope, { email })
}

async function writeMail(scope: TeamScope, request: PermissionDocument, links: PermissionLinks, kick: () => void) {
  const { id, email, title, expiresAt } = request
  const contactId = (await scope.collection(contacts).findOne({ email }))?.id ?? null
  // To ask somebody is advertising too. Whoever filled in a form asked for it themselves.
  if (request.form === null && !(await scope.mayUse(contactId, 'marketing'))) return
  const { words } = spoken([request.language])
  const team = (await scope.collection(teams).get(scope.teamId)).name
  const names = { team, what: title, hours: String(links.settings.hours) }
  const subject = filled(words.subject, names)
  const [asked, press, ignore] = [words.asked, words.press, words.ignore].map((text) => filled(text, names))
  const text = `${asked}\n\n${press}\n{link}\n\n${ignore}\n`
  const { url, hash } = links.confirmation(expiresAt)
  await scope
    .collection(permissionRequests)
    .change(
      id,
      { state: 'asked', contactId, link: hash, mail: JSON.stringify({ subject, text }) },
      { action: 'permission.asked' },
    )
  await enqueueMail(
    scope,
    {
      to: email,
      subject: subject.slice(0, 200),
      text: text.replace('{link}', () => url),
      kind: 'permission',
      sender: team.slice(0, 100),
      concerns: contactId ?? id,
      until: expiresAt,
    },
    kick,
  )
}
