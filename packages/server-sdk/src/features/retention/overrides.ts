import {
  type Page,
  type RetentionCategory,
  type RetentionEnding,
  type RetentionOverride,
  RetentionOverrideInput,
  RetentionOverridePatch,
  type RetentionPeriod,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { type DataMap, hasClock } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { decodeCursor, encodeCursor, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { botRetention, chosenOf, personRetention, samePeriod, teamRules } from '../../retention/index.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import { presentOverride } from './present.ts'
import { requireEnding, revise } from './revise.ts'

/** Periods of single bots and people. For each of them and each category there is one. */
export function overrideService(scope: TeamScope, map: DataMap) {
  return {
    /** The newest first: those of people, then those of bots. @throws SottoError `invalid_cursor` */
    async list({
      limit = 25,
      cursor,
      botId,
      contactId,
    }: PageOptions & { botId?: string | undefined; contactId?: string | undefined } = {}): Promise<
      Page<RetentionOverride>
    > {
      const [of = 'people', inner] =
        cursor === undefined ? [] : (decodeCursor(cursor, 2) as ['people' | 'bots', string])
      const order = { by: 'createdAt', order: -1, limit } as const
      const within = inner === undefined || inner === '' ? {} : { cursor: inner }
      if (of === 'people' && botId === undefined) {
        const filter = { until: null, ...(contactId === undefined ? {} : { contactId }) }
        const page = await scope.collection(personRetention).page(filter, { ...order, ...within })
        const next = page.nextCursor
          ? encodeCursor(['people', page.nextCursor])
          : contactId === undefined && (await scope.collection(botRetention).count()) > 0
            ? encodeCursor(['bots', ''])
            : null
        if (page.rows.length > 0 || next === null) return { data: page.rows.map(presentOverride), nextCursor: next }
      }
      if (contactId !== undefined) return { data: [], nextCursor: null }
      const filter = botId === undefined ? {} : { botId }
      const page = await scope.collection(botRetention).page(filter, { ...order, ...(of === 'bots' ? within : {}) })
      return {
        data: page.rows.map(presentOverride),
        nextCursor: page.nextCursor && encodeCursor(['bots', page.nextCursor]),
      }
    },

    /** @throws SottoError `not_found`, `retention_conflict` where another period holds, `invalid_request` */
    async add(
      { botId, contactId }: { botId: string; contactId?: never } | { contactId: string; botId?: never },
      given: z.input<typeof RetentionOverrideInput>,
    ): Promise<RetentionOverride> {
      const input = accepted(RetentionOverrideInput, given)
      const { category, keep } = input
      requirePlace(map, category, botId !== undefined)
      return scope.transaction(async (running) => {
        const then = input.then ?? (teamRules(await chosenOf(running))[category]?.then as RetentionEnding)
        requireEnding(category, then, 'body.then')
        const person = contactId === undefined ? null : await running.collection(contacts).findOne({ id: contactId })
        if (contactId !== undefined && !person?.unit) throw notFound('contact')
        if (botId !== undefined && !(await running.collection(bots).findOne({ id: botId }))) throw notFound('bot')
        const revision = await revise(running, [keep])
        const known = botId
          ? await running.collection(botRetention).findOne({ id: `${botId}:${category}` })
          : await currentOf(running, { contactId: contactId as string, category })
        if (known && samePeriod(known.keep, keep) && known.then === then) return presentOverride(known)
        if (known)
          throw new SottoError(
            'retention_conflict',
            `There is ${known.overrideId} for ${category} of ${botId ?? 'this person'} already, with another period. Change that one.`,
          )
        const overrideId = newId('retentionOverride', running.now())
        const own = { overrideId, category, keep, then, createdAt: running.now() }
        const row = botId
          ? await running.collection(botRetention).insert({ ...own, botId }, { id: `${botId}:${category}` })
          : await running
              .collection(personRetention)
              .insert(
                { ...own, contactId: contactId as string, from: revision, until: null },
                { id: `${overrideId}:${revision}` },
              )
        await logged(running, 'retention-override.added', row, person?.unit ?? null)
        return presentOverride(row)
      })
    },

    /** @throws SottoError `not_found`, `invalid_request` */
    async change(id: string, given: z.input<typeof RetentionOverridePatch>): Promise<RetentionOverride> {
      const patch = accepted(RetentionOverridePatch, given)
      return scope.transaction(async (running) => {
        const row = await rowOf(running, id)
        const keep = patch.keep ?? row.keep
        const then = patch.then ?? row.then
        requireEnding(row.category, then, 'body.then')
        const revision = await revise(running, [keep])
        if ('botId' in row) {
          const changed = await running.collection(botRetention).change(row.id, { keep, then })
          await logged(running, 'retention-override.changed', changed, null)
          return presentOverride(changed)
        }
        // A run that goes on works with what counted when it began.
        const people = running.collection(personRetention)
        const { overrideId, contactId, category, createdAt } = row
        await people.change(row.id, { until: revision })
        const next = { overrideId, contactId, category, keep, then, createdAt, from: revision, until: null }
        const changed = await people.insert(next, { id: `${overrideId}:${revision}` })
        const person = await running.collection(contacts).findOne({ id: contactId })
        await logged(running, 'retention-override.changed', changed, person?.unit ?? null)
        return presentOverride(changed)
      })
    },

    /** @throws SottoError `not_found` */
    async remove(id: string): Promise<void> {
      await scope.transaction(async (running) => {
        const row = await rowOf(running, id)
        const revision = await revise(running, [])
        let unit: string | null = null
        if ('botId' in row) await running.collection(botRetention).delete({ id: row.id })
        else {
          await running.collection(personRetention).change(row.id, { until: revision })
          unit = (await running.collection(contacts).findOne({ id: row.contactId }))?.unit ?? null
        }
        await logged(running, 'retention-override.removed', row, unit)
      })
    },
  }
}

const currentOf = async (running: TeamScope, of: { contactId: string; category: RetentionCategory }) =>
  running.collection(personRetention).findOne({ ...of, until: null })

async function rowOf(running: TeamScope, overrideId: string) {
  const row =
    (await running.collection(personRetention).findOne({ overrideId, until: null })) ??
    (await running.collection(botRetention).findOne({ overrideId }))
  if (!row) throw notFound('retention override')
  return row
}

/** What is said of a person stands under their key, and ends with them. */
async function logged(
  running: TeamScope,
  action: string,
  row: { overrideId: string; category: string; keep: RetentionPeriod; then: RetentionEnding } & (
    | { botId: string }
    | { contactId: string }
  ),
  unit: string | null,
): Promise<void> {
  const { overrideId, category, keep, then } = row
  const subject = 'contactId' in row && unit ? { subject: row.contactId } : {}
  const bot = 'botId' in row ? { bot: row.botId } : {}
  await running.log({
    action,
    collection: 'botId' in row ? botRetention.name : personRetention.name,
    unit,
    target: overrideId,
    ...subject,
    details: { category, keep, then, ...bot },
  })
}

/** @throws SottoError `invalid_request` where nothing of a category belongs to a bot, or to a person */
function requirePlace(map: DataMap, category: RetentionCategory, ofBot: boolean): void {
  const has = map.collections.some(
    (one) =>
      one.retention.category === category &&
      hasClock(one) &&
      (ofBot
        ? one.silo !== undefined || one.plainNames.includes('botId')
        : one.about === 'self' || (typeof one.about === 'object' && one.about.relation === 'subject')),
  )
  if (has) return
  const message = ofBot
    ? `cannot be ${category} for a bot: they belong to the team, and not to one of its bots`
    : `cannot be ${category} for a person: they belong to the team, and not to one person`
  throw new SottoError('invalid_request', undefined, { errors: [{ field: 'body.category', message }] })
}
