import { createHmac } from 'node:crypto'
import { normalise, type TeamKeys } from '../keys/index.ts'
import { oneOf, type TeamScope } from '../mongo/index.ts'
import { suppressions } from './declare.ts'

/** What somebody can be brought back by. */
export interface SuppressedAddress {
  email?: string | null | undefined
  phone?: string | null | undefined
  externalId?: string | null | undefined
}

const months = 24

/** Addresses of forgotten people, so that no list, synchronisation or campaign brings them back. */
export class Suppression {
  readonly #keys: Pick<TeamKeys, 'get'>

  constructor(keys: Pick<TeamKeys, 'get'>) {
    this.#keys = keys
  }

  /** Whether an import, a synchronisation or a campaign has to leave this person out. */
  async blocks(scope: TeamScope, address: SuppressedAddress): Promise<boolean> {
    const ids = await this.#idsOf(scope.teamId, address)
    if (ids.length === 0) return false
    const found = await scope.collection(suppressions).find({ id: oneOf(ids) }, { limit: ids.length })
    return found.some(({ until }) => until > scope.now())
  }

  /** The person came back by themselves: they wrote, booked or asked. @returns whether they were suppressed */
  async end(scope: TeamScope, address: SuppressedAddress): Promise<boolean> {
    const ids = await this.#idsOf(scope.teamId, address)
    if (ids.length === 0) return false
    return (await scope.collection(suppressions).delete({ id: oneOf(ids) })) > 0
  }

  /**
   * In the transaction of the scope, whose team's key is there already (`prepare`).
   *
   * @returns until when, or `null` where there is no address
   */
  async begin(running: TeamScope, address: SuppressedAddress): Promise<Date | null> {
    const ids = await this.#idsOf(running.teamId, address)
    if (ids.length === 0) return null
    const now = running.now()
    const until = new Date(now)
    until.setUTCMonth(until.getUTCMonth() + months)
    const rows = running.collection(suppressions)
    await rows.delete({ id: oneOf(ids) })
    for (const id of ids) await rows.insert({ until, createdAt: now }, { id })
    return until
  }

  /** Makes the key where there is none yet: not inside a transaction. */
  async prepare(teamId: string): Promise<void> {
    await this.#keys.get(teamId, 'suppression')
  }

  async #idsOf(teamId: string, { email, phone, externalId }: SuppressedAddress): Promise<string[]> {
    const forms = [
      ...(email ? [`email\0${normalise.email(email)}`] : []),
      ...(phone ? [`phone\0${normalise.phone(phone)}`] : []),
      ...(externalId ? [`external-id\0${normalise.exact(externalId)}`] : []),
    ]
    const { key } = await this.#keys.get(teamId, 'suppression')
    return forms.map((form) => createHmac('sha256', key).update(form).digest('base64url'))
  }
}
