import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SottoClient } from './index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const client = new SottoClient({ baseUrl: 'https://chat.example.com', key: 'sk_demo' })

test('the README lists every method of the client, in its order', () => {
  const listed = [...readme.matchAll(/^\| `(\w+)` \| ((?:`\w+` ?)+) \|$/gm)].map(([row]) => row)
  const groups = Object.entries(client).filter(([, group]) => typeof group === 'object')
  const there = groups.map(
    ([group, methods]) =>
      `| \`${group}\` | ${Object.keys(methods)
        .map((name) => `\`${name}\``)
        .join(' ')} |`,
  )
  expect(listed).toEqual(there)
})
