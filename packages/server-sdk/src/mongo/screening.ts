import type { z } from 'zod'
import type { AnyCollection, Field } from '../data-map/index.ts'
import type { Screened } from './core.ts'
import type { Door } from './door.ts'
import { subjectOf } from './happening.ts'
import type { Stored } from './stored-row.ts'
import { reading } from './transaction.ts'

interface ScreenedField {
  name: string
  unless: { field: string; is: string } | null
  json: boolean
}

const known = new WeakMap<AnyCollection, readonly ScreenedField[]>()

/** Fields out of which what is sensitive is taken: texts that people write. */
export function screenedFields(declaration: AnyCollection): readonly ScreenedField[] {
  const before = known.get(declaration)
  if (before) return before
  const fields = (Object.entries(declaration.fields) as [string, Field][]).flatMap(([name, field]) => {
    if (field.kind === 'plain' || field.screened === false) return []
    const { screened, find, as = 'text' } = field
    const freely = field.kind === 'personal' && find !== 'exact' && as === 'text' && isText(field.schema)
    if (!freely && !screened) return []
    return [{ name, unless: typeof screened === 'object' ? screened.unless : null, json: screened === 'json' }]
  })
  known.set(declaration, fields)
  return fields
}

/** Whether a schema is that of a text, behind whatever may be left out or `null`. */
function isText(schema: z.ZodType): boolean {
  const { def } = schema as unknown as { def: { type: string; innerType?: z.ZodType } }
  return def.innerType ? isText(def.innerType) : def.type === 'string'
}

/** The values of a row as they may be stored; of a row that is changed, those that are new. */
export async function screenedRow(
  door: Door,
  declaration: AnyCollection,
  values: Record<string, unknown>,
  before?: Record<string, unknown>,
): Promise<{ values: Record<string, unknown>; screened: Screened | null }> {
  const { screen } = door.core
  if (!screen) return { values, screened: null }
  const fields = screenedFields(declaration).filter(
    ({ name, unless }) =>
      values[name] !== null && values[name] !== before?.[name] && !(unless && values[unless.field] === unless.is),
  )
  const texts: string[] = []
  for (const { name, json } of fields)
    eachText(json ? JSON.parse(values[name] as string) : values[name], (text) => {
      texts.push(text)
      return text
    })
  if (texts.every((text) => text === '')) return { values, screened: null }
  const screened = await screen({
    teamId: door.teamId,
    context: door.context,
    texts,
    kind: 'words',
    whose: () => whose(door, declaration, values),
  })
  if (!screened) return { values, screened }
  let next = 0
  const taken = fields.map(({ name, json }) => {
    const put = (value: unknown) => eachText(value, () => screened.texts[next++] as string)
    return [name, json ? JSON.stringify(put(JSON.parse(values[name] as string))) : put(values[name])]
  })
  return { values: { ...values, ...Object.fromEntries(taken) }, screened }
}

/** A value with each text in it replaced, in an order that is always the same. */
function eachText(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((one) => eachText(one, replace))
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, eachText(one, replace)]))
}

/** The contact whom a row is about, and the bot to which they said it: its own words for it, or those of what it is part of. */
async function whose(
  door: Door,
  declaration: AnyCollection,
  values: Record<string, unknown>,
): Promise<{ contactId: string | null; botId: string | null }> {
  const { about } = declaration
  if (about === 'self' || about === 'nobody') return { contactId: null, botId: null }
  if (about.relation === 'subject')
    return { contactId: (values[about.field] as string | null) ?? null, botId: (values.botId as string | null) ?? null }
  const row = await door.core.database.data
    .collection<Stored>(about.of.name)
    .findOne(
      { ...door.baseFilter(about.of), _id: values[about.field] as string },
      door.transaction ? await reading(door.transaction) : {},
    )
  if (!row) return { contactId: null, botId: null }
  const subject = subjectOf(about.of, row)
  return { contactId: subject === row._id ? null : subject, botId: (row.botId as string | null) ?? null }
}
