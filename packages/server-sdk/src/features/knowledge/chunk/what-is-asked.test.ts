import { expect, test } from 'vitest'
import { whatIsAsked } from './what-is-asked.ts'

test.each([
  ['What does a fit cost?', 'What does a fit cost?', ''],
  [
    'I am Hannah (hannah@example.com). What does a fit cost?',
    'What does a fit cost?',
    'I am Hannah (hannah@example.com).',
  ],
  ['How much is a fit? I ask for two of us.', 'How much is a fit?', 'I ask for two of us.'],
  ['Opening hours on Sunday', 'Opening hours on Sunday', ''],
  ['Hi! Are you open? And on Sundays?', 'Are you open? And on Sundays?', 'Hi!'],
])('%s', (message, asked, around) => {
  expect(whatIsAsked(message)).toEqual({ asked, around })
})
