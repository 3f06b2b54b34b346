import { decimal, double, int, long } from './zoo.mjs'

export const orders = [
  { _id: int(1), by: 'a', n: int(2), price: decimal('1.10'), tags: ['x', 'y'], at: new Date(0) },
  { _id: int(2), by: 'b', n: long(3), price: double(2.5), tags: [], at: new Date(1000) },
  { _id: int(3), by: null, n: double(1.5), price: null, at: new Date(2000) },
  { _id: int(4), n: 'text', price: int(3), tags: 'x', at: new Date(3000) },
  { _id: int(5), by: ['a', 'b'], n: null, tags: [null, 'y'], at: new Date(4000) },
]
export const people = [
  { _id: 'a', name: 'Ann', groups: [int(1), int(2)], up: null },
  { _id: 'b', name: 'Bob', groups: int(1), up: 'a' },
  { _id: null, name: 'Nil', up: 'b' },
  { _id: int(9), name: 'Nine', up: ['a', 'b'] },
]
