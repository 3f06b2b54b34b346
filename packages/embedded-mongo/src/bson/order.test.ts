import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyNumber, anyValue } from '../testing/values.ts'
import { compareValues } from './compare.ts'
import { decodeDocument } from './decode.ts'
import { encodeDocument } from './encode.ts'
import { encodeKey, invert } from './key-encoding.ts'
import { selectFields } from './select.ts'
import { Decimal128, Double, Int32, isNumber, Long, type NumberValue, type Value } from './values.ts'

const runs = process.env.SOTTO_LONG ? 200_000 : 2_000
const sign = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

/** Numbers as a fraction of two whole ones: another way to the same order. */
function fraction(value: NumberValue): [bigint, bigint] | number {
  const text = value.toString()
  if (/NaN/.test(text)) return Number.NEGATIVE_INFINITY
  if (/Infinity/.test(text)) return text.startsWith('-') ? -1 : 1
  if (value instanceof Double) {
    let [number, power] = [value.value, 0n]
    while (!Number.isInteger(number)) {
      number *= 2
      power += 1n
    }
    return [BigInt(number), 2n ** power]
  }
  const [, minus, whole = '', part = '', exponent = '0'] = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text) ?? []
  const power = BigInt(exponent) - BigInt(part.length)
  const digits = BigInt(`${minus}${whole}${part}`)
  return power >= 0n ? [digits * 10n ** power, 1n] : [digits, 10n ** -power]
}

function compareFractions(left: NumberValue, right: NumberValue): number {
  const [first, second] = [fraction(left), fraction(right)]
  const rank = (value: [bigint, bigint] | number) => (typeof value === 'number' ? value : 0)
  if (typeof first === 'number' || typeof second === 'number')
    return Math.sign(rank(first) === rank(second) ? 0 : rank(first) - rank(second))
  const [left2, right2] = [first[0] * second[1], second[0] * first[1]]
  return left2 < right2 ? -1 : left2 > right2 ? 1 : 0
}

describe('the BSON order', () => {
  test('of numbers is that of their exact values', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (left, right) => {
        expect(compareValues(left, right)).toBe(compareFractions(left as NumberValue, right as NumberValue))
      }),
      { numRuns: runs },
    )
  })

  test('is the order of the keys, in both directions', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (left, right) => {
        const expected = compareValues(left, right)
        expect(sign(encodeKey(left), encodeKey(right))).toBe(expected)
        expect(sign(invert(encodeKey(right)), invert(encodeKey(left)))).toBe(expected)
      }),
      { numRuns: runs },
    )
  })

  test('is total', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        expect(compareValues(a, b) + compareValues(b, a)).toBe(0)
        const sorted = [a, b, c].sort(compareValues)
        expect(compareValues(sorted[0], sorted[2])).toBeLessThanOrEqual(0)
      }),
      { numRuns: runs },
    )
  })

  test('no key begins like another, so that keys can be joined', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (left, right) => {
        const [first, second] = [encodeKey(left), encodeKey(right)]
        if (first !== second) expect(first.startsWith(second) || second.startsWith(first)).toBe(false)
      }),
      { numRuns: runs },
    )
  })

  test('knows numbers of different types as equal', () => {
    const ones: Value[] = [new Int32(1), new Double(1), Long.fromNumber(1), Decimal128.fromString('1.00')]
    expect(ones.every((one) => isNumber(one) && compareValues(one, ones[0]) === 0)).toBe(true)
    expect(compareValues(Long.fromString('9007199254740993'), new Double(9007199254740992))).toBe(1)
    expect(compareValues(Decimal128.fromString('0.1'), new Double(0.1))).toBe(-1)
  })
})

test('encoding and decoding bring back every value with its type', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const bytes = encodeDocument(
        new Map([
          ['__proto__', value],
          ['10', null],
          ['9', null],
        ]),
      )
      const decoded = decodeDocument(bytes)
      expect([...decoded.keys()]).toEqual(['__proto__', '10', '9'])
      expect(encodeDocument(decoded).equals(bytes)).toBe(true)
    }),
    { numRuns: runs },
  )
})

test('some fields of a document are cut out as decoding and encoding them would give', () => {
  const anyDocument = fc.uniqueArray(fc.tuple(fc.constantFrom('_id', 'a', 'b', 'ü', '__proto__'), anyValue), {
    selector: ([name]) => name,
  })
  fc.assert(
    fc.property(anyDocument, fc.subarray(['_id', 'a', 'ü', '__proto__', 'no such']), (fields, names) => {
      const wanted = new Set<string>(names)
      const expected = encodeDocument(new Map(fields.filter(([name]) => wanted.has(name))))
      expect(selectFields(encodeDocument(new Map(fields)), wanted).equals(expected)).toBe(true)
    }),
    { numRuns: runs },
  )
})

test('bytes that are no BSON are refused, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), anyValue, fc.nat(), (noise, value, place) => {
      const good = encodeDocument(new Map([['value', value]]))
      const broken = Buffer.from(good)
      broken[place % broken.length] = noise[0] ?? 0
      for (const bytes of [Buffer.from(noise), broken, good.subarray(0, place % good.length)]) {
        try {
          decodeDocument(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: expect.stringMatching(/CommandError|BSONError/) })
        }
      }
    }),
    { numRuns: runs },
  )
})
