import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type IdKind, id, idPrefixes, pathParameters } from './index.ts'

const kinds = Object.keys(idPrefixes) as IdKind[]
const ulid = '01hz8m0q7v3x5k9d2c4b6n8p0r'

describe.each(kinds)('an id of kind %s', (kind) => {
  const schema = id(kind)
  const given = `${idPrefixes[kind]}_${ulid}`

  it('is accepted with its own prefix and refused with every other', () => {
    expect(schema.parse(given)).toBe(given)
    for (const other of kinds)
      if (other !== kind) expect(schema.safeParse(`${idPrefixes[other]}_${ulid}`).success).toBe(false)
  })

  it('is refused in any other form, with the form that is accepted', () => {
    const others = [
      `${idPrefixes[kind]}_`,
      ulid,
      given.slice(0, -1),
      `${given}0`,
      given.toUpperCase(),
      `${given.slice(0, -1)}u`, // Crockford leaves this letter out
      `${idPrefixes[kind]}_8${ulid.slice(1)}`, // a time that no ULID has
      `${given}\n`,
      ` ${given}`,
      { $ne: null },
      [given],
      null,
    ]
    for (const other of others)
      expect(schema.safeParse(other).error?.issues[0]?.message).toContain(`"${idPrefixes[kind]}_"`)
  })
})

it('no prefix names two kinds, and none begins another', () => {
  const prefixes = Object.values(idPrefixes)
  expect(new Set(prefixes).size).toBe(prefixes.length)
})

it('the JSON schema of an id has its form as a pattern', () => {
  const { pattern } = z.toJSONSchema(id('contact')) as { pattern: string }
  expect(`con_${ulid}`).toMatch(new RegExp(pattern))
  expect(`doc_${ulid}`).not.toMatch(new RegExp(pattern))
})

it('each path parameter is named after what it identifies', () => {
  for (const [name, kind] of Object.entries(pathParameters)) expect(name).toBe(`${kind}Id`)
})
