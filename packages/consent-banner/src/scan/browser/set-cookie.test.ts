import { describe, expect, it } from 'vitest'
import { readCookieLine } from './set-cookie.ts'

const now = Date.UTC(2026, 0, 1)

describe('readCookieLine', () => {
  it.each([
    ['a=1', { name: 'a', value: '1', lifetime: null, domain: null }],
    [
      ' a = 1 ; Path=/x ; Secure ; HttpOnly ; SameSite=None',
      { name: 'a', path: '/x', secure: true, httpOnly: true, sameSite: 'none' },
    ],
    ['a=b=c; Domain=.Example.COM', { value: 'b=c', domain: 'example.com' }],
    ['a=1; Max-Age=60; Expires=Wed, 01 Jan 2020 00:00:00 GMT', { lifetime: 60 }],
    ['a=1; expires=Thu, 01 Jan 2026 01:00:00 GMT', { lifetime: 3600 }],
    ['a=1; Expires=Thu, 01-Jan-2026 00:01:00 GMT', { lifetime: 60 }],
    ['a=1; max-age=-1', { lifetime: -1 }],
    ['a=1; max-age=soon; path=relative', { lifetime: null, path: null }],
    ['nameless', { name: '', value: 'nameless' }],
  ])('%s', (line, expected) => {
    expect(readCookieLine(line, now)).toMatchObject(expected)
  })

  it('takes nothing for nothing', () => {
    expect(readCookieLine('', now)).toBeNull()
    expect(readCookieLine('; Path=/', now)).toBeNull()
  })
})
