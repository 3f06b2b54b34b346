import { normalise } from '../keys/index.ts'
import { oneOf, type TeamScope } from '../mongo/index.ts'
import { suppressions } from './declare.ts'

/** What somebody can be brought back by. */
export interface SuppressedAddress {
  email?: string | null | undefined
  phone?: string | null | undefined
  externalId?: string | null | undefined
}

const months = 24

/**
 * Whether somebody with this address asked to be forgotten, within the last 24 months, and did not come back by
 * themselves: imports, synchronisations and campaigns leave them out.
 */
export async function isSuppressed(scope: TeamScope, address: SuppressedAddress): Promise<boolean> {
  const ids = await idsOf(scope, address)
  if (ids.length === 0) return false
  const found = await scope.collection(suppressions).find({ id: oneOf(ids) }, { limit: ids.length })
  return found.some(({ until }) => until > scope.now())
}

/** The person came back by themselves: they wrote, booked or confirmed. @returns whether they were suppressed */
export async function endSuppression(scope: TeamScope, address: SuppressedAddress): Promise<boolean> {
  const ids = await idsOf(scope, address)
  if (ids.length === 0) return false
  return (await scope.collection(suppressions).delete({ id: oneOf(ids) })) > 0
}

/** @returns until when, or `null` where there is no address */
export async function suppress(running: TeamScope, addresses: readonly SuppressedAddress[]): Promise<Date | null> {
  const ids = [...new Set((await Promise.all(addresses.map((address) => idsOf(running, address)))).flat())]
  if (ids.length === 0) return null
  const now = running.now()
  const until = new Date(now)
  until.setUTCMonth(until.getUTCMonth() + months)
  const rows = running.collection(suppressions)
  await rows.delete({ id: oneOf(ids) })
  for (const id of ids) await rows.insert({ until, createdAt: now }, { id })
  return until
}

async function idsOf(scope: TeamScope, { email, phone, externalId }: SuppressedAddress): Promise<string[]> {
  const forms = [
    ...(email ? [`email\0${normalise.email(email)}`] : []),
    ...(phone ? [`phone\0${normalise.phone(phone)}`] : []),
    ...(externalId ? [`external-id\0${normalise.exact(externalId)}`] : []),
  ]
  return Promise.all(forms.map((form) => scope.suppressionMark(form)))
}

/** Who is suppressed, for those who are given what they use. */
export const suppression = { blocks: isSuppressed, end: endSuppression }
export type Suppression = typeof suppression
