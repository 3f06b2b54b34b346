import { html, type Markup, sentence } from './html.ts'

/** As much of JSON Schema as the contract makes. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  description?: string
  default?: unknown
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  contentMediaType?: string
}

export const nameOfReference = (reference: string) => reference.split('/').at(-1) as string

const branchesOf = (schema: Schema) => schema.anyOf ?? schema.oneOf
const isNull = (schema: Schema) => schema.type === 'null'
const words: Record<string, string> = {
  integer: 'whole number',
  boolean: 'true or false',
  string: 'text',
  null: 'null',
}

/** The prefix of an id, from the pattern that all ids have. */
const prefixOf = (pattern: string | undefined) => /^\^([a-z]+_)\[0-7\]/.exec(pattern ?? '')?.[1]

function simpleType(schema: Schema): Markup {
  const prefix = prefixOf(schema.pattern)
  if (prefix) return html`id <code>${prefix}…</code>`
  if (schema.contentMediaType) return html`file`
  if (schema.format === 'date-time') return html`time`
  if (schema.format === 'idn-email') return html`e-mail address`
  const types = [schema.type ?? 'any'].flat()
  return html`${types.map((type) => words[type] ?? type).join(' or ')}`
}

const joined = (parts: readonly Markup[], by: string): Markup => ({
  markup: parts.map(({ markup }) => markup).join(by),
})

/** The type of a value in words, named schemas as links. */
export function typeOf(schema: Schema): Markup {
  if (schema.$ref) {
    const name = nameOfReference(schema.$ref)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const branches = branchesOf(schema)
  if (branches) {
    const unique = [...new Map(branches.map((branch) => [typeOf(branch).markup, branch])).values()]
    return joined(unique.sort((a, b) => Number(isNull(a)) - Number(isNull(b))).map(typeOf), ' or ')
  }
  if (schema.const !== undefined) return html`<code>${String(schema.const)}</code>`
  if (schema.enum)
    return joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ' · ',
    )
  if (schema.type === 'array') return html`list of ${schema.items ? typeOf(schema.items) : 'anything'}`
  if (schema.properties) return inlineType(schema.properties)
  return simpleType(schema)
}

/** An object without a name of its own: a page of a list, or a few fields. */
function inlineType(properties: Record<string, Schema>): Markup {
  const { data, nextCursor } = properties
  if (data?.items && nextCursor) return html`a page of ${typeOf(data.items)}`
  const fields = Object.entries(properties).map(([name, property]) => html`<code>${name}</code>: ${typeOf(property)}`)
  return html`{ ${joined(fields, ', ')} }`
}

function bounds(schema: Schema): string[] {
  const range = (least: number | undefined, most: number | undefined, unit: string) => {
    const shown = most !== undefined && most < Number.MAX_SAFE_INTEGER
    if (least !== undefined && shown) return [`${least} to ${most.toLocaleString('en')}${unit}`]
    if (shown) return [`at most ${most.toLocaleString('en')}${unit}`]
    return least !== undefined && least > -Number.MAX_SAFE_INTEGER ? [`at least ${least}${unit}`] : []
  }
  return [
    ...range(schema.minimum, schema.maximum, ''),
    ...(prefixOf(schema.pattern) ? [] : range(schema.minLength, schema.maxLength, ' characters')),
    ...range(schema.minItems, schema.maxItems, ' items'),
    ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
  ]
}

export interface Field {
  name: string
  needed: boolean
  type: Markup
  note: Markup
}

function noteOf(schema: Schema): Markup {
  const bound = bounds(schema).join(', ')
  const parts = [schema.description ?? '', bound && `${bound[0]?.toUpperCase()}${bound.slice(1)}`].filter(Boolean)
  return sentence(parts.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(' '))
}

/** The part of a value that has fields of its own to be listed, and how their names go on. */
function inner(schema: Schema): { object: Schema; suffix: string } | undefined {
  if (schema.properties) return { object: schema, suffix: '.' }
  if (schema.type === 'array' && schema.items) {
    const found = inner(schema.items)
    return found && { object: found.object, suffix: `[]${found.suffix}` }
  }
  const objects = (branchesOf(schema) ?? []).filter((branch) => !isNull(branch))
  return objects.length === 1 && objects[0] ? inner(objects[0]) : undefined
}

/** The fields of an object, those of objects inside it with dotted names behind it. */
export function fieldsOf(schema: Schema, before = '', always = true): Field[] {
  const required = new Set(schema.required)
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]): Field[] => {
    const needed = always && required.has(name)
    const nested = inner(property)
    const own = {
      name: before + name,
      needed,
      type: nested ? containerOf(property) : typeOf(property),
      note: noteOf(property),
    }
    return nested ? [own, ...fieldsOf(nested.object, `${before}${name}${nested.suffix}`, needed)] : [own]
  })
}

const containerOf = (schema: Schema): Markup => {
  if (schema.type === 'array') return html`list of objects`
  return (branchesOf(schema) ?? []).some(isNull) ? html`object or null` : html`object`
}

/** The alternatives of a schema that is one of several objects. */
export const alternativesOf = (schema: Schema): Schema[] =>
  (branchesOf(schema) ?? []).filter((branch) => !isNull(branch))

const samples: Record<string, unknown> = {
  email: 'ada@example.com',
  name: 'Ada Fletcher',
  title: 'Opening hours',
  text: 'When do you open on Saturdays?',
  query: 'When do you open on Saturdays?',
  subject: 'Rear brake squeals',
  password: '…',
  startsAt: '2026-05-03T09:30:00Z',
  endsAt: '2026-05-03T10:00:00Z',
}

/** What an example shows of an object: what is needed, or the first fields where nothing is. */
function shownFields({ properties = {}, required = [] }: Schema): string[] {
  return required.length > 0 ? required : Object.keys(properties).slice(0, 2)
}

/** A value that fits, for an example. */
export function sampleOf(schema: Schema, named: (name: string) => Schema, name = ''): unknown {
  if (schema.$ref) return sampleOf(named(schema.$ref), named, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [branch] = branchesOf(schema) ?? []
  if (branch) return sampleOf(branch, named, name)
  if (schema.properties)
    return Object.fromEntries(
      shownFields(schema).map((key) => [key, sampleOf(schema.properties?.[key] ?? {}, named, key)]),
    )
  if (schema.type === 'array') return [sampleOf(schema.items ?? {}, named, name)]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  const prefix = prefixOf(schema.pattern)
  return prefix ? `${prefix}…` : (samples[name] ?? name)
}
