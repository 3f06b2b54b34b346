import { expect, it } from 'vitest'
import { writeArchive } from './archive.ts'

it.each([
  [['data.json', '../data.json']],
  [['/etc/passwd']],
  [['csv/..']],
  [['csv\\..\\data.json']],
  [['C:data.json']],
  [['csv/tickets.csv', 'csv/Tickets.csv']],
  [['data.json', 'manifest.json']],
  [[`${'a'.repeat(200)}.json`]],
])('refuses to write an archive with names that climb or repeat: %j', async (names) => {
  let bytes = 0
  const files = names.map((name) => ({ name, content: () => [Buffer.from('{}')] }))
  const last = { name: 'manifest.json', content: async () => Buffer.from('{}') }
  const written = writeArchive(files, last, new Date('2026-05-03T09:00:00Z'), async (chunk) => {
    bytes += chunk.length
  })
  await expect(written).rejects.toThrow(/archive/)
  expect(bytes).toBe(0)
})
