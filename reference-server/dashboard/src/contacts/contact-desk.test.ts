import { expect, it } from 'vitest'
import { soughtIn } from './contact-desk.ts'

it.each([
  ['', {}],
  ['  ', {}],
  ['ada@example.com ', { email: 'ada@example.com' }],
  ['ada@', null],
  ['ada@example', null],
  ['+44 7700 900168', { phone: '+44 7700 900168' }],
  ['+44', null],
  ['a', null],
  ['Lovelace', { name: 'Lovelace' }],
  ['李', null],
  ['李雷', { name: '李雷' }],
])('%j is looked for as what it is', (typed, sought) => {
  expect(soughtIn(typed)).toEqual(sought)
})
