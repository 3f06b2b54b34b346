import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { ContractEnd, ContractEndConfirmation, ContractEndInput } from '@sotto/contracts'
import type { z } from 'zod'
import { apiKeys, type Principal } from '../../access/index.ts'
import type { PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { enqueue } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { mailOwners, ownersOf, teams } from '../team/index.ts'
import { contractEnds } from './declare.ts'
import type { ContractEndDependencies } from './dependencies.ts'
import { exportOfTeam } from './export.ts'
import { contractEndKind } from './kinds.ts'
import { cancelledLetter, codeLetter, confirmedLetter } from './letters.ts'

type Stored = PlainOf<typeof contractEnds>

const day = 24 * 60 * 60 * 1000
const codeLasts = 15 * 60 * 1000
const mostTries = 5
const active = new Set<Stored['state']>(['asked', 'waiting', 'held'])

const conflict = (detail: string) => new SottoError('version_conflict', detail)
const countTry = (scope: TeamScope) => scope.collection(contractEnds).increment(scope.teamId, { codesTried: 1 })

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field, message }] })

/** The end of a team: asked for by one owner, confirmed by another or by a code, and taken back by any. */
export function contractEndService(
  scope: TeamScope,
  dependencies: Pick<ContractEndDependencies, 'kick' | 'publicUrl'> &
    Partial<Pick<ContractEndDependencies, 'exporting'>>,
  principal: Principal | null,
) {
  const { exporting, kick, publicUrl } = dependencies

  /** The person behind it: a key is its maker's. Software of the operator is nobody. */
  async function human(running: TeamScope): Promise<string | null> {
    if (principal?.kind === 'member') return principal.memberId
    if (principal?.kind !== 'api-key') return null
    return (await running.collection(apiKeys).findOne({ id: principal.apiKeyId }))?.createdBy ?? null
  }

  const hashOf = (running: TeamScope, code: string) => running.suppressionMark(`contract-end\0${code}`)

  const present = (row: Stored, owners: number): ContractEnd => ({
    state: row.state,
    askedBy: row.askedBy,
    confirmedBy: row.confirmedBy,
    needs: row.state !== 'asked' ? null : owners > 1 ? 'owner' : 'code',
    graceDays: row.graceDays,
    askedAt: row.askedAt.toISOString(),
    deleteAt: row.deleteAt?.toISOString() ?? null,
    held: row.held,
  })
  const shown = async (running: TeamScope, row: Stored) => present(row, (await ownersOf(running)).length)

  return {
    /** `null` where nobody ever asked. */
    async get(): Promise<ContractEnd | null> {
      const row = await scope.collection(contractEnds).findOne({ id: scope.teamId })
      return row && (await shown(scope, row))
    },

    /**
     * Asks for the end. Where one was asked for already it is given as it stands; while it waits for a code, that is sent
     * anew.
     *
     * @throws SottoError `invalid_request` when the short name is not that of the team
     */
    async ask({ slug, graceDays = 14 }: ContractEndInput): Promise<ContractEnd> {
      return scope.transaction(async (running) => {
        const team = await running.collection(teams).get(running.teamId)
        if (slug !== team.slug) throw wrong('body.slug', `must be the short name of the team, ${team.slug}`)
        const rows = running.collection(contractEnds)
        const row = await rows.findOne({ id: running.teamId })
        if (row && row.state !== 'cancelled' && row.state !== 'asked') return shown(running, row)
        const now = running.now()
        const owners = (await ownersOf(running)).length
        const code = owners === 1 ? String(randomInt(100_000_000)).padStart(8, '0') : null
        const asked = {
          ...blank,
          askedBy: await human(running),
          graceDays,
          askedAt: now,
          code: code && (await hashOf(running, code)),
          codeUntil: code ? new Date(now.getTime() + codeLasts) : null,
          erasure: newId('erasure', now),
          nonce: randomBytes(16).toString('base64url'),
        }
        const action = 'contract-end.asked'
        const stored = row
          ? await rows.change(running.teamId, asked, { action })
          : await rows.insert(asked, { id: running.teamId, action })
        if (code) await mailOwners(running, 'contract-end-code', (name) => codeLetter(name, code))
        return present(stored, owners)
      })
    },

    /**
     * Confirms what was asked for: another owner does it, or the one owner there is with the code of the mail.
     *
     * @throws SottoError `version_conflict` when nothing waits for it, `forbidden` for the owner who asked where there are
     * others, `invalid_request` for a code that is wrong or too old
     */
    async confirm({ code }: z.output<typeof ContractEndConfirmation>): Promise<ContractEnd> {
      const decided = await scope.transaction(async (running) => {
        const rows = running.collection(contractEnds)
        const row = await rows.findOne({ id: running.teamId })
        if (row?.state !== 'asked') throw conflict('Nothing waits to be confirmed. Ask for the end of the team first.')
        const person = await human(running)
        const owners = await ownersOf(running)
        const another = person !== null && person !== row.askedBy && owners.some(({ id }) => id === person)
        if (!another) {
          if (owners.length > 1)
            throw new SottoError('forbidden', 'Another owner of the team has to confirm it, not the one who asked.')
          const fits =
            row.code !== null &&
            row.codeUntil !== null &&
            row.codeUntil > running.now() &&
            row.codesTried < mostTries &&
            (await hashOf(running, (code ?? '').replace(/\D/g, ''))) === row.code
          if (!fits) {
            await countTry(running)
            return null
          }
        }
        const now = running.now()
        const token = randomBytes(32).toString('base64url')
        const deleteAt = new Date(now.getTime() + row.graceDays * day)
        const stored = await rows.change(
          running.teamId,
          { state: 'waiting', confirmedBy: person, deleteAt, code: null, link: hashOfLink(token) },
          { action: 'contract-end.confirmed', details: { deleteAt: deleteAt.toISOString() } },
        )
        await enqueue(running, contractEndKind, {}, kick)
        const base = publicUrl()
        const urls = {
          dashboard: `${base}/dashboard/end`,
          certificate: `${base}/v1/team-certificates?token=${running.teamId}.${token}`,
        }
        await mailOwners(running, 'contract-end', (name) => confirmedLetter(name, deleteAt, urls))
        return present(stored, owners.length)
      })
      if (!decided) {
        // What is part of a greater transaction goes with that; the try counts all the same.
        if (scope.isRunning) await scope.afterRefusal(countTry)
        throw wrong('body.code', 'must be the code of the newest mail; it is good for 15 minutes and five tries')
      }
      return decided
    },

    /** @throws SottoError `version_conflict` when there is nothing to take back, or it has begun */
    async cancel(): Promise<ContractEnd> {
      return scope.transaction(async (running) => {
        const rows = running.collection(contractEnds)
        const row = await rows.findOne({ id: running.teamId })
        if (!row || !active.has(row.state) || row.begunAt)
          throw conflict('There is no end of the team that could be taken back.')
        const stored = await rows.change(
          running.teamId,
          { state: 'cancelled', deleteAt: null, code: null, link: null },
          { action: 'contract-end.cancelled' },
        )
        if (row.state !== 'asked') await mailOwners(running, 'contract-end', cancelledLetter)
        return shown(running, stored)
      })
    },

    /** Everything that the team has here, as a signed ZIP that is made while it is taken. */
    async export() {
      // An operator runs everything and sees no content.
      if (!exporting) throw new SottoError('forbidden', 'Owners of the team download it in the dashboard.')
      return exportOfTeam(scope, { exporting })
    },
  }
}

export type ContractEndService = ReturnType<typeof contractEndService>

const blank = {
  state: 'asked',
  confirmedBy: null,
  deleteAt: null,
  codesTried: 0,
  link: null,
  held: 0,
  begunAt: null,
  endedAt: null,
  tallies: {},
  keysDestroyed: 0,
  facts: null,
  certificate: null,
} as const

export const hashOfLink = (token: string) =>
  createHash('sha256').update(`team-certificate\0${token}`).digest('base64url')

/** The certificate of a team that has ended, for whoever has the link. @throws SottoError `not_found` */
export function teamCertificates({ erasing: { system } }: ContractEndDependencies) {
  return async (token: string): Promise<string> => {
    const [, teamId = '', secret = ''] = /^(team_[0-9a-z]{26})\.([\w-]{43})$/.exec(token) ?? []
    const row = teamId ? await system.findById(contractEnds, teamId) : null
    if (!row?.certificate || row.link !== hashOfLink(secret)) throw notFound('certificate')
    return row.certificate
  }
}
