import { expect, it } from 'vitest'
import { originOf } from './origin.ts'

it.each([
  ['https://www.example.com', 'https://www.example.com'],
  ['example.com/shop?x=1', 'https://example.com'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['localhost:8080', 'https://localhost:8080'],
  [' HTTPS://Example.COM/ ', 'https://example.com'],
])('%s is the origin %s', (typed, origin) => {
  expect(originOf(typed)).toBe(origin)
})

it.each([
  '',
  'nothing',
  'ftp://example.com',
  'javascript:alert(1)',
  'https://',
  'mailto:a@example.com',
  'http://[::1]',
])('%s names no website', (typed) => {
  expect(originOf(typed)).toBeNull()
})
