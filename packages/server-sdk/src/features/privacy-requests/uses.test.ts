import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataUse } from '@sotto/contracts'
import { expect, it } from 'vitest'

const sources = join(import.meta.dirname, '..', '..')

/** Where something is done with what is known of people: how the code of such a place looks. */
const doors: Partial<Record<DataUse, RegExp>> = {
  answering: /dependencies\.writer\(/,
  marketing: /: MarketingDesk => \(\{/,
  sharing: /\bcollection\(webhookEvents\)\s*\.insert\(/,
}

it.each(Object.entries(doors))('every place of %s asks first whether it may', (use, door) => {
  const files = globSync('**/*.ts', { cwd: sources }).filter((name) => !/\.test\.ts$|testing/.test(name))
  const places = files.filter((name) => door.test(readFileSync(join(sources, name), 'utf8')))
  expect(places.length).toBeGreaterThan(0)
  const silent = places.filter((name) => !readFileSync(join(sources, name), 'utf8').includes('.mayUse('))
  expect(silent).toEqual([])
  for (const name of places) expect(readFileSync(join(sources, name), 'utf8')).toContain(`'${use}'`)
})
