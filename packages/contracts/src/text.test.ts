import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  BotPatch,
  ContactInput,
  ConversationInput,
  emailAddress,
  instant,
  line,
  PageQuery,
  phoneNumber,
  prose,
  timezone,
} from './index.ts'

const notText: [string, unknown][] = [
  ['a number', 7],
  ['null', null],
  ['an operator', { $ne: null }],
  ['a list', ['x']],
  ['true', true],
]

function takes(schema: z.ZodType, accepted: [given: unknown, kept: unknown][], refused: [string, unknown][]) {
  it.each(accepted)('takes %j as %j', (given, kept) => expect(schema.parse(given)).toEqual(kept))
  it.each([...refused, ...notText])('refuses %s and says what is accepted', (_what, given) => {
    const message = schema.safeParse(given).error?.issues[0]?.message
    expect(message).toMatch(/\w{3}/)
  })
}

describe('a line', () =>
  takes(
    line(10),
    [
      ['Ada', 'Ada'],
      ['  Ada  ', 'Ada'],
      ['Zoë 🚲', 'Zoë 🚲'],
      ['0123456789', '0123456789'],
    ],
    [
      ['nothing', ''],
      ['spaces alone', '   '],
      ['one character too many', '0123456789x'],
      ['two lines', 'a\nb'],
      ['a tab', 'a\tb'],
      ['a null character', 'a\u0000b'],
      ['an escape character', 'a\u001bb'],
      ['a control character of Latin-1', 'a\u0085b'],
    ],
  ))

describe('prose', () =>
  takes(
    prose(20),
    [
      ['one\ntwo\r\n\tthree', 'one\ntwo\r\n\tthree'],
      ['\n one \n', 'one'],
    ],
    [
      ['nothing', ''],
      ['line breaks alone', '\n\n'],
      ['one character too many', 'x'.repeat(21)],
      ['a null character', 'a\u0000b'],
      ['a backspace', 'a\u0008b'],
    ],
  ))

describe('an e-mail address', () =>
  takes(
    emailAddress,
    [
      ['ada@example.com', 'ada@example.com'],
      [' Ada.Lovelace+crm@mail.example.co.uk ', 'Ada.Lovelace+crm@mail.example.co.uk'],
      ['ada@bücher.example', 'ada@bücher.example'],
      ['ada@bu\u0308cher.example', 'ada@bücher.example'],
      ['用户@例子。广告', '用户@例子.广告'],
      ['ａｄａ＠ｅｘａｍｐｌｅ．com', 'ada@example.com'],
      ['अदा@डाटामेल.भारत', 'अदा@डाटामेल.भारत'],
      ['ada@xn--bcher-kva.xn--p1ai', 'ada@xn--bcher-kva.xn--p1ai'],
      ["o'brien/{ada}!#$%&*=?^_`|~@example.com", "o'brien/{ada}!#$%&*=?^_`|~@example.com"],
    ],
    [
      // NFKC makes two characters of one: a/c, and a domain that ends before it.
      ['a domain that is cut at a sign', 'ada@evil.examplea\u2100.example.com'],
      ['a path behind the domain', 'ada@example.com/x'],
      ['a port behind the domain', 'ada@example.com:25'],
      ['a number for a domain', 'ada@127.0.0.1'],
      ['a domain of one label', 'ada@localhost'],
      ['dots beside each other', 'ada..king@example.com'],
      ['a dot at the end of what stands before the @', 'ada.@example.com'],
      ['a hyphen at the end of a label', 'ada@bücher-.example'],
      ['what cannot be seen', 'ada\u200b@example.com'],
      ['a letter that turns the direction', 'ada\u202e@example.com'],
      ['a list', 'ada@example.com,eve@example.com'],
      ['a name before it', 'Ada <ada@example.com>'],
      ['nothing', ''],
      ['no @', 'ada.example.com'],
      ['no domain', 'ada@'],
      ['two @', 'ada@@example.com'],
      ['a space within', 'ada lovelace@example.com'],
      ['a header smuggled in', 'ada@example.com\r\nBcc: eve@example.com'],
      ['more than 254 characters', `${'a'.repeat(250)}@example.com`],
    ],
  ))

describe('a telephone number', () =>
  takes(
    phoneNumber,
    [
      ['+44 7700 900168', '+44 7700 900168'],
      [' (020) 7946-0958 ', '(020) 7946-0958'],
    ],
    [
      ['nothing', ''],
      ['letters', '0800 FLOWERS'],
      ['two digits', '12'],
      ['more than 40 characters', '0'.repeat(41)],
      ['a plus within', '44+7700900168'],
    ],
  ))

describe('an instant', () =>
  takes(
    instant,
    [
      ['2026-05-03T09:30:00Z', '2026-05-03T09:30:00Z'],
      ['2026-05-03T09:30:00.123+02:00', '2026-05-03T09:30:00.123+02:00'],
    ],
    [
      ['no offset', '2026-05-03T09:30:00'],
      ['a day alone', '2026-05-03'],
      ['a day that is not in the calendar', '2026-02-30T09:30:00Z'],
      ['words', 'tomorrow'],
    ],
  ))

describe('a time zone', () =>
  takes(
    timezone,
    [
      ['Europe/London', 'Europe/London'],
      ['UTC', 'UTC'],
    ],
    [
      ['nothing', ''],
      ['a place that is none', 'Europe/Atlantis'],
      ['words', 'half past nine'],
    ],
  ))

describe('the query of a list', () => {
  it('fills the limit in, and reads it as a query writes it', () => {
    expect(PageQuery.parse({})).toEqual({ limit: 25 })
    expect(PageQuery.parse({ limit: '100' })).toEqual({ limit: 100 })
  })
  it.each(['0', '101', '-1', '2.5', 'ten', 'NaN', '1e9', ['5', '6']])('refuses a limit of %j', (limit) =>
    expect(PageQuery.safeParse({ limit }).success).toBe(false),
  )
  it.each(['', 'x'.repeat(501)])('refuses the cursor %.10j', (cursor) =>
    expect(PageQuery.safeParse({ cursor }).success).toBe(false),
  )
})

describe('inputs with rules of their own', () => {
  it('a contact has something to be known by', () => {
    expect(ContactInput.safeParse({ company: 'Acme' }).success).toBe(false)
    expect(ContactInput.safeParse({ externalId: '7' }).success).toBe(true)
  })
  it.each(['https://www.example.com', 'http://localhost:8080'])('a bot takes the origin %s', (origin) =>
    expect(BotPatch.safeParse({ allowedOrigins: [origin] }).success).toBe(true),
  )
  it.each(['https://www.example.com/', 'www.example.com', 'javascript:alert(1)', 'https://*.example.com', 'null'])(
    'a bot refuses the origin %s',
    (origin) => expect(BotPatch.safeParse({ allowedOrigins: [origin] }).success).toBe(false),
  )
  it.each(['#00707', 'teal', '#00707a;background:url(x)'])('a bot refuses the colour %s', (colour) =>
    expect(BotPatch.safeParse({ colour }).success).toBe(false),
  )
  it('a conversation takes a path as its page, never a whole address', () => {
    expect(ConversationInput.safeParse({ page: '/repairs' }).success).toBe(true)
    expect(ConversationInput.safeParse({ page: 'https://www.example.com/repairs?name=Ada' }).success).toBe(false)
  })
})
