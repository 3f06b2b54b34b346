import { type Breach, BreachInput, BreachPatch, type BreachRecipient, type BreachReport } from '@sotto/contracts'
import { accepted } from '../../../accepted.ts'
import { SottoError } from '../../../errors.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { teams } from '../../team/index.ts'
import { markdownOf } from '../document/markdown.ts'
import type { PaperFile } from '../document/paper-file.ts'
import { paperPdf } from '../document/pdf/paper.ts'
import { readEntity } from '../settings.ts'
import { affectedPeople } from './affected.ts'
import { breaches } from './declare.ts'
import { letterTo, reportTo } from './letters.ts'
import { type BreachRow, presentBreach, readBreaches, reportsIn } from './present.ts'
import { watchClocks } from './reminding.ts'

const times = ['awareAt', 'operatorAwareAt', 'happenedFrom', 'happenedUntil'] as const
type Times = (typeof times)[number]
type Given = Partial<Record<Times, string | null | undefined>>

/** The instants among fields as dates. */
function dated({ awareAt, operatorAwareAt, happenedFrom, happenedUntil }: Given): Partial<Pick<BreachRow, Times>> {
  const time = (text: string | null) => (text === null ? null : new Date(text))
  return {
    ...(awareAt ? { awareAt: new Date(awareAt) } : {}),
    ...(operatorAwareAt === undefined ? {} : { operatorAwareAt: time(operatorAwareAt) }),
    ...(happenedFrom === undefined ? {} : { happenedFrom: time(happenedFrom) }),
    ...(happenedUntil === undefined ? {} : { happenedUntil: time(happenedUntil) }),
  }
}

const refused = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

/** What cannot have been: an instant that has not come yet, an end before its beginning. */
function requirePossible(row: Pick<BreachRow, Times>, now: Date): void {
  for (const field of times) {
    const time = row[field]
    if (time && time > now) throw refused(field, 'must not lie in the future')
  }
  if (row.operatorAwareAt && row.operatorAwareAt > row.awareAt)
    throw refused('operatorAwareAt', 'must not lie after the team became aware')
  if (row.happenedFrom && row.happenedUntil && row.happenedFrom > row.happenedUntil)
    throw refused('happenedUntil', 'must not lie before happenedFrom')
}

const toldAt: Record<BreachRecipient, 'teamToldAt' | 'authorityToldAt' | 'peopleToldAt'> = {
  team: 'teamToldAt',
  authority: 'authorityToldAt',
  people: 'peopleToldAt',
}

/** The register of breaches (Art. 33(5) GDPR): what is in it stays. */
export function breachService(scope: TeamScope, { actor, kick }: { actor: string | null; kick: () => void }) {
  const rows = scope.collection(breaches)
  const shown = (row: BreachRow) => presentBreach(row, scope.now())
  const change = async (
    id: string,
    changing: (row: BreachRow) => Partial<BreachRow> | Promise<Partial<BreachRow>>,
    action: string,
    details?: Record<string, unknown>,
  ) =>
    scope.transaction(async (running) => {
      const row = await running.collection(breaches).change(id, changing, { action, ...(details ? { details } : {}) })
      await watchClocks(running, row, kick)
      return shown(row)
    })

  return {
    /** The newest first. */
    list: async (): Promise<{ data: Breach[] }> => ({ data: await readBreaches(scope) }),

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<Breach> => shown(await rows.get(id)),

    /** @throws SottoError `invalid_request` */
    async open(given: BreachInput): Promise<Breach> {
      const input = accepted(BreachInput, given)
      const values = {
        ...input,
        awareAt: new Date(input.awareAt),
        operatorAwareAt: input.operatorAwareAt ? new Date(input.operatorAwareAt) : null,
        happenedFrom: input.happenedFrom ? new Date(input.happenedFrom) : null,
        happenedUntil: input.happenedUntil ? new Date(input.happenedUntil) : null,
      }
      requirePossible(values, scope.now())
      const nothingYet = { closedAt: null, teamToldAt: null, authorityToldAt: null, peopleToldAt: null, affected: null }
      return scope.transaction(async (running) => {
        const row = await running
          .collection(breaches)
          .insert(
            { ...values, ...nothingYet, openedAt: scope.now(), reports: '[]', reminded: [], turn: 0 },
            { action: 'breach.opened' },
          )
        await watchClocks(running, row, kick)
        return shown(row)
      })
    },

    /** Fields that are left out stay. A closed one can be changed too: what became known later belongs to it. */
    change: (id: string, given: BreachPatch): Promise<Breach> => {
      const input = accepted(BreachPatch, given)
      const patch = { ...input, ...dated(input) } as Partial<BreachRow>
      return change(
        id,
        (row) => {
          const next = { ...row, ...patch } as BreachRow
          requirePossible(next, scope.now())
          return patch
        },
        'breach.changed',
      )
    },

    /** Finds in the log whose data was touched. @throws SottoError `not_found`, `invalid_request` */
    async findAffected(id: string, given: Parameters<typeof affectedPeople>[1]): Promise<Breach> {
      await rows.get(id)
      if (Date.parse(given.since) >= Date.parse(given.until)) throw refused('until', 'must lie after since')
      const affected = await affectedPeople(scope, given)
      const { people, entries } = affected
      return change(id, () => ({ affected: JSON.stringify(affected) }), 'breach.measured', { people, entries })
    },

    /** Writes down that somebody was told. @throws SottoError `not_found`, `already_closed`, `invalid_request` */
    report: (id: string, { to, text, at }: { to: BreachRecipient; text: string; at?: string | undefined }) => {
      const time = at === undefined ? scope.now() : new Date(at)
      if (time > scope.now()) throw refused('at', 'must not lie in the future')
      return change(
        id,
        (row) => {
          if (row.closedAt) throw new SottoError('already_closed')
          const before = reportsIn(row)
          const phase = before.filter((report) => report.to === to).length + 1
          const report: BreachReport = { at: time.toISOString(), to, phase, text, by: actor }
          const first = row[toldAt[to]]
          return {
            reports: JSON.stringify([...before, report]),
            [toldAt[to]]: first && first < time ? first : time,
          }
        },
        'breach.reported',
        { to },
      )
    },

    /**
     * Closes it. It stays in the register.
     *
     * @throws SottoError `not_found`, `already_closed`; `breach_unfinished` with what is not written down yet
     */
    close: (id: string): Promise<Breach> =>
      change(
        id,
        (row) => {
          if (row.closedAt) throw new SottoError('already_closed')
          const { lacks, clocks } = shown(row)
          const open = [
            ...lacks.map((field) => `${field} says nothing yet`),
            ...clocks.filter(({ isNeeded, doneAt }) => isNeeded && !doneAt).map(({ of }) => `the ${of} was not told`),
            ...(row.risk === 'high' && !row.peopleToldAt ? ['people were not told (Art. 34)'] : []),
          ]
          if (open.length > 0)
            throw new SottoError('breach_unfinished', `Before the breach can be closed: ${open.join('; ')}.`)
          return { closedAt: scope.now() }
        },
        'breach.closed',
      ),

    /** A draft of what the authority or people are told. @throws SottoError `not_found` */
    async letter(id: string, { to, format }: { to: 'authority' | 'people'; format: 'md' | 'pdf' }): Promise<PaperFile> {
      const breach = shown(await rows.get(id))
      const entity = await readEntity(scope)
      const from = entity.legalName ?? (await scope.collection(teams).get(scope.teamId)).name
      const { title, blocks } = (to === 'people' ? letterTo : reportTo)(breach, entity, from)
      async function* content() {
        if (format === 'md') yield markdownOf(title, blocks)
        else yield await paperPdf({ title, from, blocks, version: 'Draft', at: scope.now() })
      }
      return {
        mediaType: format === 'md' ? 'text/markdown' : 'application/pdf',
        filename: `breach-${to}.${format}`,
        chunks: content(),
      }
    },
  }
}

export type BreachService = ReturnType<typeof breachService>
