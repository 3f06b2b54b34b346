import { randomInt, timingSafeEqual } from 'node:crypto'
import type { DocumentOf } from '../data-map/index.ts'
import { identityOf } from '../data-subject/index.ts'
import { teams } from '../features/team/index.ts'
import { enqueueMail } from '../mail/index.ts'
import { above, below, type TeamScope } from '../mongo/index.ts'
import { accessExports } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { downloadOf, nameOf, type Taken } from './download.ts'
import { isGone } from './service.ts'
import { subjectOf } from './subject.ts'
import { type ExportTokens, tokenHash } from './tokens.ts'
import type { CodeLetter, ExportDownload, ExportLinks, LinkRefusal, LinkVisit } from './types.ts'

const minute = 60 * 1000
const codeLasts = 15 * minute
const passLasts = 60 * minute
/** How long after its last byte left a file may be on its way. */
const arrivesWithin = 10 * minute
/** How long whoever began at the first byte is waited for, where the server that gave it was killed. */
const beginsWithin = minute
/** What may leave of a file in all: it, what broke off once more, and a look at its end. */
const mostBytes = (bytes: number) => 2 * bytes + 1000
const mostCodes = 5
const mostTries = 5
/** Without letters and digits that look alike. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXYZ'
const codeLength = 8

const inEnglish: CodeLetter = ({ team, code }) => ({
  subject: `Your code: ${code}`,
  text: `${code}\n\nis the code for downloading your data from ${team}. It is good for 15 minutes and for one download.\n\nIf you did not ask for it, you need not do anything: without your link nobody can use it.\n`,
})

type Found = DocumentOf<typeof accessExports>

/** What links do, for whoever has one. */
export function exportLinks(dependencies: ExportDependencies, tokens: ExportTokens): ExportLinks {
  const { core, system, kick } = dependencies
  // What a person does by a link leaves no address.
  const scopeOf = (teamId: string, { requestId = null }: LinkVisit): TeamScope =>
    system.team(teamId, { actor: { kind: 'visitor', id: null }, ip: null, requestId })
  const isTeam = async (teamId: string) => (await system.findById(teams, teamId)) !== null

  async function found(
    token: string,
    kind: 'link' | 'pass',
    visit: LinkVisit,
  ): Promise<{ scope: TeamScope; row: Found } | null> {
    const said = await tokens.read(token, kind, isTeam)
    if (!said) return null
    // Reading what one has a link to is no look at somebody's data: nothing of it is shown.
    const scope = system.team(said.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    const row = await scope
      .collection(accessExports)
      .findById(said.exportId)
      .catch((error: unknown) => {
        if (isGone(error)) return null
        throw error
      })
    if (!row || row[kind] !== tokenHash(token) || !(await isThere(scope, row))) return null
    return { scope: scopeOf(said.teamId, visit), row }
  }

  /** The person must still be who they were: a file outlives neither their erasure nor their becoming part of another. */
  const isThere = async (scope: TeamScope, row: Found) =>
    identityOf(core, scope.teamId, subjectOf(core, row)).then(
      () => true,
      (error: unknown) => {
        if (isGone(error)) return false
        throw error
      },
    )

  const refusalOf = (row: Found): LinkRefusal | null => {
    const now = system.now()
    if (row.downloadedAt || row.pass) return 'downloaded'
    if (!row.linkUntil || row.linkUntil <= now || row.endsAt <= now) return 'expired'
    return row.state === 'ready' ? null : 'unknown'
  }

  const links: ExportLinks = {
    async look(token) {
      const known = await found(token, 'link', {})
      if (!known) return { state: 'unknown', team: null }
      const { scope, row } = known
      const team = (await scope.collection(teams).get(scope.teamId)).name
      const refused = refusalOf(row)
      if (refused) return { state: refused, team }
      return { state: 'open', team, bytes: row.bytes ?? 0, expiresAt: (row.linkUntil as Date).toISOString() }
    },

    async sendCode(token, { letter = inEnglish, ...visit } = {}) {
      const known = await found(token, 'link', visit)
      if (!known) return { refused: 'unknown' }
      const { scope, row } = known
      const refused = refusalOf(row)
      if (refused) return { refused }
      const { email } = await identityOf(core, scope.teamId, subjectOf(core, row))
      if (!email) return { refused: 'no-code' } as const
      const code = Array.from({ length: codeLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
      const until = new Date(scope.now().getTime() + codeLasts)
      const team = await scope.collection(teams).get(scope.teamId)
      return scope.transaction(async (running) => {
        const rows = running.collection(accessExports)
        const counted = await rows
          .increment(
            row.id,
            { codesSent: 1 },
            { codesTried: 0, codeUntil: until },
            { link: row.link, codesSent: below(mostCodes) },
          )
          .catch((error: unknown) => {
            if (isGone(error)) return null
            throw error
          })
        if (!counted) return { refused: 'too-many-codes' } as const
        await rows.change(row.id, { code }, { action: 'access-export.challenged' })
        const { subject, text } = letter({ team: team.name, code: `${code.slice(0, 4)}-${code.slice(4)}` })
        await enqueueMail(
          running,
          {
            to: email,
            subject,
            text,
            kind: 'one-time-code',
            sender: team.name.slice(0, 100),
            concerns: (row.contactId ?? row.memberId) as string,
            until,
          },
          kick,
        )
        return { expiresAt: until.toISOString() }
      })
    },

    async redeem(token, typed, visit = {}) {
      const known = await found(token, 'link', visit)
      if (!known) return { refused: 'unknown' }
      const { scope, row } = known
      const refused = refusalOf(row)
      if (refused) return { refused }
      const now = scope.now()
      if (!row.code || !row.codeUntil || row.codeUntil <= now) return { refused: 'no-code' }
      // Counted before it is compared: many at once get no more tries than one after the other.
      const counted = await scope
        .collection(accessExports)
        .increment(
          row.id,
          { codesTried: 1 },
          {},
          { link: row.link, codesTried: below(mostTries), codeUntil: above(now) },
        )
        .catch((error: unknown) => {
          if (isGone(error)) return null
          throw error
        })
      if (!counted) return { refused: 'no-code' }
      if (!isSame(typed, row.code)) return { refused: 'wrong-code' }
      const pass = await tokens.make(scope.teamId, row.id, 'pass')
      const passUntil = new Date(now.getTime() + passLasts)
      const endsAt = new Date(Math.max(row.endsAt.getTime(), passUntil.getTime()))
      const set = { pass: tokenHash(pass), passUntil, endsAt }
      return scope.transaction(async (running) => {
        const taken = await running
          .collection(accessExports)
          .increment(row.id, {}, set, { link: row.link, pass: null, codesSent: row.codesSent })
          .catch((error: unknown) => {
            if (isGone(error)) return null
            throw error
          })
        if (!taken) return { refused: 'downloaded' } as const
        await running.collection(accessExports).change(row.id, { code: null }, { action: 'access-export.redeemed' })
        return { pass, filename: nameOf(row), bytes: row.bytes ?? 0, expiresAt: passUntil.toISOString() }
      })
    },

    async file(pass, range = {}, visit = {}) {
      const known = await found(pass, 'pass', visit)
      if (!known) return { refused: 'unknown' }
      const { scope, row } = known
      if (!row.passUntil || row.passUntil <= scope.now() || row.endsAt <= scope.now()) return { refused: 'expired' }
      // From its beginning it is given until it was given whole. What was broken off may go on, also for a while after that:
      // the last bytes may have left here and not arrived.
      const over = row.downloadedAt && scope.now().getTime() - row.downloadedAt.getTime() > arrivesWithin
      let isPromised = false
      const asked = await downloadOf(scope, row, range, async (of) => {
        if (isPromised) await taken(scope, row, of)
      })
      if (row.downloadedAt && (over || asked?.from === 0)) return { refused: 'downloaded' }
      if (!asked) return { refused: 'no-such-bytes', bytes: row.bytes ?? 0 }
      isPromised = (await promised(scope, row, asked)) !== null
      return isPromised ? asked : { refused: await whyNot(scope, row) }
    },

    async download(token, code, visit) {
      const redeemed = await links.redeem(token, code, visit)
      return 'pass' in redeemed ? links.file(redeemed.pass, {}, visit) : redeemed
    },
  }

  const orNone = (error: unknown) => {
    if (isGone(error)) return null
    throw error
  }

  /** Counts bytes before they leave. Of several at once that begin at the first, one has success. */
  async function promised(scope: TeamScope, row: Found, { from, to }: Pick<ExportDownload, 'from' | 'to'>) {
    const now = scope.now().getTime()
    const size = to - from + 1
    const begins = from === 0
    return scope
      .collection(accessExports)
      .increment(row.id, { promised: size }, begins ? { begunUntil: new Date(now + beginsWithin) } : {}, {
        pass: row.pass,
        promised: below(mostBytes(row.bytes ?? 0) - size + 1),
        ...(begins ? { begunUntil: below(new Date(now + 1)) } : {}),
      })
      .catch(orNone)
  }

  /** Whether somebody else has begun, or enough has left. */
  async function whyNot(scope: TeamScope, { id, pass }: Found): Promise<LinkRefusal> {
    const row = await scope.collection(accessExports).findOne({ id, pass })
    return row && !row.downloadedAt && row.begunUntil > scope.now() ? 'begun' : 'downloaded'
  }

  /**
   * Counts what was taken, and takes back what was promised and was not: once the end was given, and as many bytes as the
   * file has, it is downloaded.
   */
  async function taken(scope: TeamScope, row: Found, { bytes, of, begin, end }: Taken): Promise<void> {
    const open = { pass: row.pass, downloadedAt: null }
    const set = { ...(end ? { endGiven: true } : {}), ...(begin ? { begunUntil: new Date(0) } : {}) }
    const counted = await scope
      .collection(accessExports)
      .increment(row.id, { given: bytes, promised: bytes - of }, set, { pass: row.pass })
      .catch(orNone)
    if (!counted?.endGiven || counted.downloadedAt || counted.given < (row.bytes ?? 0)) return
    await scope.transaction(async (running) => {
      const first = await running
        .collection(accessExports)
        .increment(row.id, {}, { downloadedAt: running.now(), state: 'downloaded' }, open)
        .catch(orNone)
      if (first)
        await running.log({ action: 'access-export.downloaded', collection: accessExports.name, target: row.id })
    })
  }

  return links
}

/** Whether a code is the one that was sent, in whichever way it was typed; in the same time for every wrong one. */
function isSame(typed: string, code: string): boolean {
  const plain = typed
    .slice(0, 100)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const [one, other] = [Buffer.alloc(codeLength), Buffer.from(code)]
  one.write(plain)
  return timingSafeEqual(one, other) && plain.length === codeLength
}
