import { vi } from 'vitest'
import type { Sotto, Team } from '../../sotto.ts'
import { nextDay } from './next-day.ts'

/** The token of a link. */
export const tokenIn = (text: string) => /token=([\w.-]+)/.exec(text)?.[1] as string

/** The first mail in which something is found. */
export const mailed = <T>(sotto: Sotto, find: (mail: { id: string; to: string; text: string }) => T | undefined) =>
  vi.waitFor(
    async () => {
      for (const mail of (await sotto.outbox?.list()) ?? []) {
        const found = find(mail)
        if (found !== undefined) return found
      }
      throw new Error('the mail is not written yet')
    },
    { timeout: 60_000, interval: 50 },
  )

/** Asks an address, and reads the link in the mail that it gets. */
export async function confirmationOf(sotto: Sotto, team: Team): Promise<string> {
  const email = `asked${nextDay()}@example.com`
  await team.consent.permission.request({ email })
  return vi.waitFor(
    async () => {
      const mail = (await sotto.outbox?.list())?.find(({ to }) => to === email)
      if (!mail) throw new Error('the mail is not written yet')
      return tokenIn(mail.text)
    },
    { timeout: 60_000, interval: 50 },
  )
}
