import { ConsentPolicy } from '@sotto/contracts'
import { expect, it } from 'vitest'
import { shortNameOf } from './asked.ts'
import { changesInWords } from './changes/change-words.ts'
import { likely, settled } from './cookies/apply-difference.ts'
import { stays, tableAsHtml, tableAsMarkdown } from './cookies/cookie-text.ts'
import { extractOf } from './cookies/scan-report.ts'
import { languagesOf, missingIn } from './languages.ts'
import { put } from './policy-fields.ts'
import { placeInWords, problemsOf } from './problems.ts'
import { findingOf, spanOf, weeksOf } from './rates/week-rates.ts'
import { startingPolicy } from './starting-policy.ts'

const draft = startingPolicy('Kestrel Cycles')

it('begins with a policy that may be published, and whose choices are recorded where there is a key', () => {
  expect(problemsOf(draft)).toEqual([])
  const recorded = startingPolicy('Kestrel Cycles', { server: 'https://chat.example.com', key: 'pk_one' })
  expect([draft.delivery, recorded.delivery?.key]).toEqual([undefined, 'pk_one'])
})

it('makes short names of names', () => {
  expect(['Étage-Maps 3D!', '  24 Hours', 'Счётчик', 'x'.repeat(60)].map(shortNameOf)).toEqual([
    'etage-maps-3d',
    'hours',
    '',
    'x'.repeat(40),
  ])
})

it('leaves out what says nothing, and keeps entries of lists', () => {
  const written = put(put({}, ['texts', 'heading', 'en'], 'Hello'), ['services'], [{ id: 'a' }, {}])
  expect(written).toEqual({ texts: { heading: { en: 'Hello' } }, services: [{ id: 'a' }, {}] })
  expect(put(put(written, ['texts', 'heading', 'en'], undefined), ['services', 0, 'id'], undefined)).toEqual({
    services: [{}, {}],
  })
})

it('says what is wrong in a draft, where, and why a bound is one', () => {
  const wrong = {
    ...draft,
    site: {},
    services: [{ id: 'Map', category: 'media', name: 'Map', cookies: [{ name: '_a', lifetimeDays: -1 }] }],
    regimes: { 'opt-out': { kind: 'opt-out', expiresAfterDays: 365, askAgainAfterDays: 30 } },
  }
  const problems = problemsOf(wrong)
  expect(problems.map(({ key }) => key)).toEqual([
    'site.name',
    'services.0.id',
    'services.0.cookies.0.lifetimeDays',
    'regimes.opt-out.askAgainAfterDays',
  ])
  expect(problems.map(({ text }) => text)).toEqual([
    'Must not be empty.',
    'Must begin with a small letter and go on with small letters, digits and "-".',
    'Must be more than 0.',
    expect.stringContaining('California'),
  ])
  expect(problems.map((problem) => placeInWords(problem, wrong))).toEqual([
    'name',
    'Service Map: short name',
    'Service Map: days it stays',
    'Regime opt-out: when to ask again after a no',
  ])
})

it('knows which texts a language lacks', () => {
  const spoken = put(put(draft, ['texts', 'heading'], { en: 'Hello', nn: 'Hei' }), ['texts', 'body'], { en: 'Well?' })
  expect(languagesOf(spoken)).toEqual(['en', 'nn'])
  expect(missingIn(spoken, 'nb')).toEqual([['texts', 'body']])
  expect(missingIn(draft, 'de')).toEqual([])
})

it('tells changes with their words before and after', () => {
  const before = {
    services: [{ id: 'a', name: 'A', purpose: { en: 'Counts.' }, provider: { name: 'X', country: 'IE' } }],
  }
  const after = {
    services: [
      { id: 'a', name: 'A', purpose: { en: 'Counts you.', de: 'Zählt.' }, provider: { name: 'X', country: 'US' } },
    ],
    layout: 'wall',
  }
  const [service, layout] = changesInWords(
    [
      { part: 'service', name: 'a', change: 'changed', fields: ['provider', 'purpose'], asksAgain: true },
      { part: 'setting', name: 'layout', change: 'added', fields: [], asksAgain: false },
    ],
    before,
    after,
  )
  expect(service).toMatchObject({
    title: 'Service changed: A (a)',
    rows: [
      { what: 'Provider: country of the provider', before: 'IE', after: 'US' },
      { what: 'Purpose in English', before: 'Counts.', after: 'Counts you.' },
      { what: 'Purpose in German', before: null, after: 'Zählt.' },
    ],
  })
  expect(layout).toMatchObject({ title: 'Layout added', rows: [{ before: null, after: 'wall' }] })
})

it('writes a table in which names stay text', () => {
  const row = {
    name: '<b>|_x_',
    kind: 'cookie' as const,
    domain: null,
    service: 'A & B',
    provider: null,
    category: 'analytics',
    purpose: null,
    lifetimeDays: 0.5,
  }
  expect(tableAsHtml([row])).toContain('<td>&lt;b&gt;|_x_</td><td>Cookie</td><td>A &amp; B</td>')
  expect(tableAsMarkdown([row])).toContain('| \\<b\\>\\|\\_x\\_ | Cookie | A & B |')
  expect([stays({ kind: 'cookie', lifetimeDays: 0.5 }), stays({ kind: 'local', lifetimeDays: null })]).toEqual([
    '12 hours',
    'until it is deleted',
  ])
})

it('takes a scan over until nothing differs, into a policy that holds', () => {
  const known = { service: 'Meta Pixel', category: 'marketing' }
  const rest = { service: null, declaredDays: null, seenDays: 90, httpOnly: false, known }
  const cookie = { ...rest, kind: 'undeclared' as const, what: 'cookie' as const, name: '_fbp', domain: null }
  const request = {
    ...rest,
    kind: 'undeclared' as const,
    what: 'request' as const,
    name: 'a.example',
    domain: 'a.example',
  }
  const first = settled(draft, cookie, likely(draft, cookie))
  const second = settled(first, request, likely(first, request))
  expect(ConsentPolicy.parse({ ...second, version: 1 }).services).toEqual([
    {
      id: 'meta-pixel',
      category: 'marketing',
      name: 'Meta Pixel',
      cookies: [{ name: '_fbp', lifetimeDays: 90 }],
      requests: ['a.example'],
    },
  ])
  const declared = { ...cookie, service: 'meta-pixel' }
  const shorter = settled(second, { ...declared, kind: 'lifetime', seenDays: null }, { service: 0 })
  expect(shorter).toMatchObject({ services: [{ cookies: [{ name: '_fbp' }] }] })
  expect(settled(shorter, { ...declared, kind: 'unseen' }, { service: 0 })).not.toHaveProperty('services.0.cookies')
  expect(() => extractOf('{"format":"other"}')).toThrow('no report of the scanner')
})

it('counts in weeks from Monday on, and says what they say', () => {
  const today = new Date('2026-11-22T23:59:00Z')
  expect(spanOf(2, today)).toEqual({ from: '2026-11-09', to: '2026-11-22' })
  const row = { language: 'en', layout: 'card', accepted: 6, partly: 1, rejected: 3 }
  const weeks = weeksOf(
    [
      { ...row, day: '2026-11-16' },
      { ...row, day: '2026-11-16', layout: 'wall' },
    ],
    2,
    today,
  )
  expect(weeks.map(({ monday, total }) => [monday, total])).toEqual([
    ['2026-11-09', 0],
    ['2026-11-16', 20],
  ])
  expect(findingOf(weeks)).toBe('More than half accept everything')
  expect(findingOf([])).toBe('Nothing can be told yet')
})
