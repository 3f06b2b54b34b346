/** One document for each kind of value that `a` can have; `_id` says which. Read by the matching and sorting cases. */
import { Binary, BSONRegExp, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb'

export const int = (value) => new Int32(value)
export const long = (value) => Long.fromString(String(value))
export const double = (value) => new Double(value)
export const decimal = (text) => Decimal128.fromString(text)
export const binary = (bytes, subtype = 0) => new Binary(Buffer.from(bytes), subtype)
export const objectId = (letter) => new ObjectId(letter.repeat(24))
export const timestamp = (t, i) => new Timestamp({ t, i })
export const date = (milliseconds) => new Date(milliseconds)
export const pattern = (source, flags = '') => new BSONRegExp(source, flags)

const values = {
  null: null,
  'int 0': int(0),
  'int 1': int(1),
  'int 2': int(2),
  'int -1': int(-1),
  'long 1': long(1),
  'long 2^53+1': long('9007199254740993'),
  'double 2^53': double(9007199254740992),
  'double 1': double(1),
  'double 1.5': double(1.5),
  'double -0': double(-0),
  'double NaN': double(Number.NaN),
  'double Infinity': double(Number.POSITIVE_INFINITY),
  'double -Infinity': double(Number.NEGATIVE_INFINITY),
  'double 0.1': double(0.1),
  'decimal 0.1': decimal('0.1'),
  'decimal 1': decimal('1'),
  'decimal 1.00': decimal('1.00'),
  'decimal NaN': decimal('NaN'),
  'decimal Infinity': decimal('Infinity'),
  'decimal 1E+6144': decimal('1E+6144'),
  'text empty': '',
  'text a': 'a',
  'text A': 'A',
  'text ab': 'ab',
  'text é': 'é',
  'text emoji': '😀',
  'text U+FFFD': '\uFFFD',
  'object empty': {},
  'object b1': { b: int(1) },
  'object b1 c2': { b: int(1), c: int(2) },
  'object c2 b1': { c: int(2), b: int(1) },
  'object b null': { b: null },
  'object b double 1': { b: double(1) },
  'object b [1,2]': { b: [int(1), int(2)] },
  'object 0 1': { 0: int(1) },
  'array empty': [],
  'array [null]': [null],
  'array [1]': [int(1)],
  'array [1,2]': [int(1), int(2)],
  'array [2,1]': [int(2), int(1)],
  'array [1,a]': [int(1), 'a'],
  'array [[]]': [[]],
  'array [[1]]': [[int(1)]],
  'array [[1,2]]': [[int(1), int(2)]],
  'array [{}]': [{}],
  'array [{b1}]': [{ b: int(1) }],
  'array [{b1},{b2}]': [{ b: int(1) }, { b: int(2) }],
  'array [{b null}]': [{ b: null }],
  'array [{c1}]': [{ c: int(1) }],
  'array [1,{b1}]': [int(1), { b: int(1) }],
  'array [{b [1,2]}]': [{ b: [int(1), int(2)] }],
  'array [-5,50]': [int(-5), int(50)],
  'binary empty': binary([]),
  'binary 0 [1]': binary([1]),
  'binary 0 [2]': binary([2]),
  'binary 0 [0,0]': binary([0, 0]),
  'binary 4': binary(Array(16).fill(1), 4),
  'binary 5': binary(Array(16).fill(0), 5),
  'id a': objectId('a'),
  'id b': objectId('b'),
  false: false,
  true: true,
  'date 0': date(0),
  'date -1': date(-1),
  'date 1': date(1),
  'timestamp 0 1': timestamp(0, 1),
  'timestamp 1 0': timestamp(1, 0),
  'regex a': pattern('a'),
  'regex a i': pattern('a', 'i'),
  code: new Code('f'),
  'min key': new MinKey(),
  'max key': new MaxKey(),
}

export const zoo = [{ _id: 'missing' }, ...Object.entries(values).map(([_id, a]) => ({ _id, a }))]

/** The same values by name, to be compared with. */
export const kinds = values
