import { type Id, objectionDays, type SubProcessor, SubProcessorInput, type SubProcessorState } from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import { members } from '../../access/index.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import { dayIn } from '../../language/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { subProcessors } from './declare.ts'

type Row = DocumentOf<typeof subProcessors>

const period = objectionDays * 24 * 60 * 60 * 1000

function stateOf(row: Pick<Row, 'endedAt' | 'objectedAt' | 'settledAt' | 'startsAt'>, now: Date): SubProcessorState {
  if (row.endedAt) return 'ended'
  if (row.objectedAt && !row.settledAt) return 'objected'
  return row.startsAt > now ? 'announced' : 'active'
}

function present(row: Row, now: Date): SubProcessor {
  const { id, name, purpose, data, address, country, transfer, transferDetails, contact } = row
  return {
    id: id as Id<'subProcessor'>,
    ...{ name, purpose, data, address, country, transfer, transferDetails, contact },
    state: stateOf(row, now),
    announcedAt: row.announcedAt.toISOString(),
    startsAt: row.startsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    objection: row.objectedAt
      ? {
          at: row.objectedAt.toISOString(),
          by: row.objectedBy,
          reason: row.objection ?? '',
          settled: row.settledAt
            ? { at: row.settledAt.toISOString(), outcome: row.outcome ?? '', reason: row.settlement ?? '' }
            : null,
        }
      : null,
  }
}

export async function readSubProcessors(scope: TeamScope): Promise<SubProcessor[]> {
  const rows = scope.collection(subProcessors)
  const found = await rows.openAll(await rows.find({}, { sort: { announcedAt: 1, id: 1 }, limit: 1000 }))
  return found.map((row) => present(row, scope.now()))
}

/** Tells the owners, who may object. */
async function tellOwners(running: TeamScope, row: Row, kick: () => void): Promise<void> {
  const team = await running.collection(teams).findOne({ id: running.teamId })
  const rows = running.collection(members)
  const name = (team?.name ?? '').replace(/[\r\n]+/g, ' ')
  for (const { id, email } of await rows.openAll(await rows.find({ role: 'owner' }, { limit: 100 })))
    await enqueueMail(
      running,
      {
        to: email,
        subject: `A new sub-processor for ${name}`.slice(0, 200),
        text: `From ${dayIn(row.startsAt)} on, ${row.name} (${row.country}) is to process data of ${name}.

What for: ${row.purpose}
Which data: ${row.data}

You can object until then, within ${objectionDays} days, under Privacy, Papers, Sub-processors. As long as an objection is not settled, it is not used.
`,
        kind: 'sub-processor',
        concerns: id,
      },
      kick,
    )
}

/** @param isSigned whether an agreement was signed, after which every new one needs notice */
export function subProcessorService(
  scope: TeamScope,
  { kick, isSigned, actor }: { kick: () => void; isSigned: () => Promise<boolean>; actor: string | null },
) {
  const change = async (
    id: string,
    action: string,
    changing: (row: Row, now: Date) => Partial<Row>,
  ): Promise<SubProcessor> => {
    const now = scope.now()
    const row = await scope.collection(subProcessors).change(id, (current) => changing(current, now), { action })
    return present(row, now)
  }
  const closed = (words: string) => new SottoError('objection_closed', words)

  return {
    /** The first announced first. */
    list: async (): Promise<{ data: SubProcessor[] }> => ({ data: await readSubProcessors(scope) }),

    /**
     * Announces one: owners get a mail, and it begins when the time to object is over.
     *
     * @throws SottoError `invalid_request`; `agreement_signed` for one that is said to be in use already, once an
     * agreement is signed
     */
    async add(given: SubProcessorInput): Promise<SubProcessor> {
      const { inUseSince, ...input } = accepted(SubProcessorInput, given)
      const now = scope.now()
      const since = inUseSince === undefined ? null : new Date(inUseSince)
      if (since && since > now)
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'body.inUseSince', message: 'must not lie in the future; leave it out to announce it' }],
        })
      if (since && (await isSigned()))
        throw new SottoError(
          'agreement_signed',
          `An agreement was signed that promises ${objectionDays} days of notice. Leave out inUseSince to announce it.`,
        )
      return scope.transaction(async (running) => {
        const row = await running.collection(subProcessors).insert(
          {
            ...input,
            announcedAt: now,
            startsAt: since ?? new Date(now.getTime() + period),
            endedAt: null,
            objectedAt: null,
            objectedBy: null,
            settledAt: null,
            outcome: null,
            objection: null,
            settlement: null,
          },
          { action: 'sub-processor.announced', details: { notice: since === null } },
        )
        if (!since) await tellOwners(running, row, kick)
        return present(row, now)
      })
    },

    /** @throws SottoError `not_found`, `already_closed` */
    end: (id: string): Promise<SubProcessor> =>
      change(id, 'sub-processor.ended', (row, now) => {
        if (row.endedAt) throw new SottoError('already_closed')
        return { endedAt: now }
      }),

    /** @throws SottoError `not_found`; `objection_closed` once the time is over, or there is an objection */
    object: (id: string, reason: string): Promise<SubProcessor> =>
      change(id, 'sub-processor.objected', (row, now) => {
        if (row.objectedAt) throw closed('There is an objection already. One of a sub-processor is settled once.')
        if (stateOf(row, now) !== 'announced')
          throw closed(`It can be objected to within ${objectionDays} days of its announcement, before it is used.`)
        return { objectedAt: now, objectedBy: actor, objection: reason }
      }),

    /** @throws SottoError `not_found`, `objection_closed` when there is none, or it is settled */
    settle: (id: string, { outcome, reason }: { outcome: 'withdrawn' | 'not-used'; reason: string }) =>
      change(id, 'sub-processor.settled', (row, now) => {
        if (stateOf(row, now) !== 'objected') throw closed('There is no objection that waits to be settled.')
        return {
          settledAt: now,
          outcome,
          settlement: reason,
          ...(outcome === 'not-used' ? { endedAt: now } : row.startsAt < now ? { startsAt: now } : {}),
        }
      }),
  }
}
