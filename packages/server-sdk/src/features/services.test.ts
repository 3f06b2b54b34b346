import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { teamServices } from './services.ts'

// biome-ignore lint/suspicious/noExplicitAny: stands for every part of a server; nothing is asked of it but to be there
const anything: any = new Proxy(() => {}, { get: () => anything, apply: () => anything })
const named = (services: object) =>
  Object.entries(services)
    .filter(([, service]) => typeof service === 'object')
    .map(([name, service]) => `\`${name}\` | ${methods(service)}`)
const methods = (service: object) =>
  Object.keys(service)
    .map((method) => `\`${method}\``)
    .join(' ')

it('the README lists what a team has, service by service', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const team = teamServices(anything, anything, anything)
  const there = [
    ...named(team).map((row) => `| \`team.${row.slice(1)} |`),
    ...named(team.bot('bot_1')).map((row) => `| \`team.bot(id).${row.slice(1)} |`),
  ]
  const rows = readme.split('\n').filter((line) => line.startsWith('| `team.'))
  expect(rows).toEqual(there)
})
