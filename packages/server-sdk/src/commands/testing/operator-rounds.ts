import { z } from 'zod'
import type { AnyCollection } from '../../data-map/index.ts'
import { bots } from '../../features/bots/index.ts'
import { teams } from '../../features/team/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { Sotto } from '../../sotto.ts'
import { commands, run } from '../run.ts'

const nobody = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
/** Shorter values say nothing of anybody and stand in other words, and so do the words of our own code. */
const shortest = 6
const isOfPeople = (text: string) => text.length >= shortest && !/^[a-z]+([-.][a-z]+)*$/.test(text)

/** What a server keeps of people and what it keeps to itself, as the data map declares it. */
export interface Content {
  /** Values of sealed fields, with the field that has them. */
  values: ReadonlyMap<string, string>
  /** Sealed fields in which nothing was found that could be looked for. */
  empty: string[]
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value
    for (const line of value.split('\n')) yield line.trim()
  } else if (value && typeof value === 'object' && !ArrayBuffer.isView(value))
    for (const inner of Object.values(value)) yield* textsIn(inner)
}

const placesOf = (scope: TeamScope, declaration: AnyCollection, botIds: readonly string[]) =>
  declaration.silo ? botIds.map((id) => scope.bot(id).collection(declaration)) : [scope.collection(declaration)]

type Shape = {
  type?: string
  anyOf?: Shape[]
  const?: unknown
  enum?: unknown[]
  format?: string
  items?: Shape
  properties?: Record<string, Shape>
}

/** Some value of a shape, with a mark wherever there is room for words. */
function marked(shape: Shape, mark: string): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) {
    const filled = shape.anyOf.find(({ type }) => type !== 'null')
    return filled ? marked(filled, mark) : null
  }
  switch (shape.type) {
    case 'string':
      if (shape.format === 'date-time') return '2026-01-01T00:00:00Z'
      return shape.format === 'email' ? `${mark.replaceAll(' ', '-')}@mark.example` : mark
    case 'array':
      return [marked(shape.items ?? {}, mark)]
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? { mark: { type: 'string' } }).map(([name, inner]) => [
          name,
          marked(inner, mark),
        ]),
      )
    case 'number':
    case 'integer':
      return 1
    case 'boolean':
      return true
    default:
      return mark
  }
}

/** Objects of which all properties are optional, with one of them each. */
function single(shape: Shape, mark: string): unknown[] {
  const { properties = {} } = shape.anyOf?.find(({ type }) => type === 'object') ?? shape
  return Object.entries(properties).map(([name, inner]) => ({ [name]: marked(inner, mark) }))
}

/** What fits a field and is not empty; `undefined` where nothing was found that does. */
function fitting(schema: z.ZodType, mark: string): unknown {
  const { $defs = {}, ...whole } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  // Shapes that have a name are put where they are named.
  const shape = JSON.parse(JSON.stringify(whole), (_key, value) => {
    const name = typeof value?.$ref === 'string' ? value.$ref.replace('#/$defs/', '') : undefined
    return name === undefined ? value : $defs[name]
  }) as Shape
  const mailbox = `${mark.replaceAll(' ', '-')}@mark.example`
  const tries = [
    marked(shape, mark),
    ...single(shape, mark),
    mark,
    mailbox,
    new Date('2026-01-01T00:00:00Z'),
    [mark],
    JSON.stringify({ mark }),
  ]
  return tries.find((one) => one !== null && schema.safeParse(one).success)
}

/**
 * Opens every row of every declared collection of every team. A sealed field that is empty wherever there is a row gets a
 * mark before, so that the content is that of every field that is declared.
 */
export async function contentOf({ system, dataMap }: Sotto): Promise<Content> {
  const values = new Map<string, string>()
  const empty: string[] = []
  const sealed = dataMap.collections.filter(({ sealedNames }) => sealedNames.length > 0)
  for (const declaration of sealed) {
    const documents: Record<string, unknown>[] = []
    for await (const { id } of system.each(teams)) {
      const scope = system.team(id, nobody)
      const botIds = (await scope.collection(bots).find()).map((bot) => bot.id)
      for (const place of placesOf(scope, declaration, botIds)) {
        const rows = (await place.find({}, { limit: 1000 })).filter(({ unit }) => unit !== null)
        const opened: Record<string, unknown>[] = await Promise.all(rows.map((row) => row.open()))
        const lacking = declaration.sealedNames.filter((name) => opened.every((one) => isEmpty(one[name])))
        if (opened[0] && lacking.length > 0) {
          const marks = lacking.map((name) => {
            const { schema } = declaration.fields[name] as { schema: z.ZodType }
            return [name, fitting(schema, `mark of ${declaration.name} ${name}`)] as const
          })
          const set = Object.fromEntries(marks.filter(([, mark]) => mark !== undefined))
          opened.push(await place.change(String(opened[0].id), set))
        }
        documents.push(...opened)
      }
    }
    for (const name of declaration.sealedNames) {
      if (documents.every((one) => isEmpty(one[name]))) empty.push(`${declaration.name}.${name}`)
      for (const document of documents)
        for (const text of textsIn(document[name]))
          if (isOfPeople(text)) values.set(text, `${declaration.name}.${name}`)
    }
  }
  return { values, empty: empty.sort() }
}

const isEmpty = (value: unknown) => value === null || value === undefined

interface Round {
  /** A folder of their own. */
  folder: string
  variables: Readonly<Record<string, string>>
  database: string
  /** A database that is empty, for what is put back. */
  empty: string
  teamId: string
  slug: string
}

/** Whether a text says a value: as a whole, not as part of another word. */
export function says(text: string, value: string): boolean {
  const isWord = (character: string | undefined) => character !== undefined && /[\w@]/.test(character)
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + value.length])) return true
  return false
}

const long = process.env.SOTTO_LONG !== undefined
/** Putting a backup back takes seconds. */
const whenLong = (line: string) => (long ? [line] : [])

/** What operators type, for each command that there is, in the order in which it is typed. `$` is the newest case of support. */
const typed: Readonly<Record<string, readonly string[]>> = {
  'keys status': ['', '--json', '--check', '--keyring ~/nothing'],
  'retention status': ['', '--json'],
  'retention run': ['--dry-run --no-wait', '--dry-run --json --team nobody'],
  'retention choose': ['--preset strict --team TEAM', '--preset none'],
  'contract-end status': ['--team TEAM', '--team TEAM --json'],
  'contract-end cancel': ['--team TEAM', '--team TEAM'],
  'contract-end ask': ['--team SLUG', '--team SLUG --grace-days 3'],
  'contract-end confirm': ['--team TEAM --code AAAA-AAAA', '--team TEAM'],
  'support ask': [
    '--team TEAM --reference CASE-9 --reason Wrong --name Hilde --email h@support.example --areas contacts,tickets',
    '--team TEAM --reference CASE-9 --reason Wrong --name Hilde --email nonsense --areas everything',
  ],
  'support status': ['', '--json', '--team TEAM'],
  'support code': ['--case $', '--case sup_nothing'],
  'support end': ['--case $', '--case $'],
  migrate: ['--dry-run', ''],
  backup: ['--to ~/backup', '--to ~/backup'],
  restore: [...whenLong('--data ~/backup/data --keys ~/backup/keys --database EMPTY'), '--data ~/backup/keys'],
  'restore-check': ['', ...whenLong('--restored --database EMPTY')],
  'keys confirm-backup': ['--begun 2026-01-01T00:00:00Z', '--begun yesterday'],
  'keys rotate': ['--no-wait'],
}

/** Everything that an operator is told by every command, good and bad: one text for each that was typed. */
export async function operatorRounds(round: Round): Promise<{
  said: ReadonlyMap<string, string>
  /** Commands that nothing is typed for, or that never had success. */
  untried: string[]
}> {
  const said = new Map<string, string>()
  // An owner has the code that confirms the end of a team, and no operator.
  const done = new Set<string>(['contract-end confirm', ...(long ? [] : ['restore'])])
  let supportCase = ''
  for (const [name, all] of Object.entries(typed))
    for (const rest of all) {
      const words = `${name} ${rest}`
        .replaceAll('~', round.folder)
        .replace('TEAM', round.teamId)
        .replace('SLUG', round.slug)
        .replace('EMPTY', round.empty)
        .replace('$', supportCase)
        .trim()
        .split(' ')
      if (!words.includes('--database')) words.push('--database', round.database)
      let heard = ''
      const hear = (text: string) => {
        heard += text
      }
      const code = await run(words, round.variables, { out: hear, err: hear, terminal: true })
      supportCase = /\bsup_\w{26}\b/.exec(heard)?.[0] ?? supportCase
      if (code === 0) done.add(name)
      said.set(`${name} ${rest}: ${code}`, heard)
    }
  return { said, untried: commands.map(({ name }) => name).filter((name) => !done.has(name)) }
}
