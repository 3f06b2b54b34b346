import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { certificatePdf } from './certificate-pdf.ts'
import type { Certificate } from './certified.ts'

const at = '2026-05-03T09:00:00.000Z'
const processor = { state: 'pending', at: null }

it('names laws and processors in their own letters, and says where its fonts lack some', async () => {
  const certificate = {
    erasure: 'ers_1',
    team: 'team_1',
    request: null,
    begun: at,
    completed: at,
    keys: { destroyed: 1 },
    collections: [{ collection: 'tickets', deleted: 0, anonymised: 1, withheld: 2, kept: [] }],
    withheld: [
      { collection: 'tickets', count: 2, why: 'law', ground: 'ustawa (Łódź)', until: '2031-02-01T00:00:00.000Z' },
      { collection: 'messages', count: 1, why: 'legal-hold', ground: 'دعوى قضائية', until: null },
    ],
    scan: { rows: 10, collections: 2, mentions: 0 },
    providers: [],
    processors: ['ООО «Ромашка»', '株式会社'].map((name) => ({ name, ...processor })),
    backups: { expected: at },
    suppressedUntil: null,
    person: { address: 'email', hmac: 'a'.repeat(64) },
  } as unknown as Certificate
  const paper = { certificate: JSON.stringify(certificate), verifier: 'log+1+key', supplements: [] }
  const bytes = await certificatePdf(paper as unknown as Parameters<typeof certificatePdf>[0])
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  for (const said of [
    'ustawa (Łódź)',
    'ООО «Ромашка» was told',
    'دعوى',
    'قضائية',
    '???? was told',
    'lack stand here as',
  ])
    expect(text.replace(/\s+/g, ' ')).toContain(said)
})
