import fc from 'fast-check'
import {
  Binary,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  type Value,
} from '../bson/values.ts'

const interestingDoubles = [
  0,
  -0,
  1,
  -1,
  0.1,
  1.5,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  5e-324,
  Number.MAX_VALUE,
  Infinity,
  -Infinity,
  NaN,
]
const interestingLongs = [0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]
const interestingDecimals = [
  '0',
  '-0',
  '1',
  '1.0',
  '0.1',
  '9007199254740993',
  '9223372036854775808',
  '1E+6000',
  '-1E+6000',
  '1E-6000',
  'NaN',
  'Infinity',
  '-Infinity',
  '5E-324',
]

export const anyNumber: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((value) => new Int32(value)),
  fc.integer().map((value) => new Int32(value)),
  fc.constantFrom(...interestingDoubles).map((value) => new Double(value)),
  fc.double().map((value) => new Double(value)),
  fc.constantFrom(...interestingLongs).map((value) => Long.fromBigInt(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.constantFrom(...interestingDecimals).map((value) => Decimal128.fromString(value)),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -40, max: 40 }))
    .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
)

const anyScalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: anyNumber },
  { weight: 2, arbitrary: fc.constantFrom('', 'a', 'b', 'ab', 'a\0', 'a\0b', 'é', '\u{1F600}', '\uFFFD', '\uD7FF') },
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -2, max: 2 }).map((value) => new Date(value)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(0, 4, 5))
    .map(([bytes, subtype]) => new Binary(bytes, subtype)),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([t, i]) => new Timestamp({ t, i })),
  fc.constantFrom(new MinKey(), new MaxKey()),
)

const names = fc.constantFrom('a', 'b', 'c', '')

/** Any BSON value, biased towards those that are nearly equal. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value; document: Document }>((tie) => ({
  document: fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 6, arbitrary: anyScalar },
    fc.array(tie('value'), { maxLength: 3 }),
    tie('document'),
  ),
})).value
