import type { PaperBlock } from '@sotto/contracts'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { paperPdf } from './paper.ts'

const names = ['Ελληνική Εταιρεία Α.Ε.', 'ООО «Ромашка» Київ', 'شركة المثال المحدودة', 'Łódź Żółć Ğüşı', '→ ≥ 3 😀']
const words = (begin: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${begin}${index}`).join(' ')

it('says on paper all that the paper says, in whatever letters, on as many pages as that needs', async () => {
  const blocks: PaperBlock[] = [
    { kind: 'heading', level: 2, text: 'Parties' },
    { kind: 'facts', rows: names.map((text) => ({ name: 'Name', text })) },
    { kind: 'heading', level: 3, text: 'Rows' },
    {
      kind: 'table',
      head: ['Whose', 'What'],
      rows: [...names.map((name) => [name, 'x']), ['Long', words('cell', 600)], ['End', 'of it']],
    },
    { kind: 'paragraph', text: words('word', 600) },
    { kind: 'list', ordered: false, items: ['株式会社'] },
  ]
  const bytes = await paperPdf({ title: 'Agreement', from: 'Ελλάς', version: null, blocks, at: new Date(0) })
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text, totalPages } = await extractText(document, { mergePages: true })
  const said = new Set(text.split(/\s+/))
  const missing = [...names.join(' ').split(' '), ...words('cell', 600).split(' '), ...words('word', 600).split(' ')]
  expect(missing.filter((word) => !said.has(word))).toEqual([])
  expect(text.match(/Whose\s+What/g)?.length).toBeGreaterThan(1)
  expect(text).toMatch(/\?\?\?\?[\s\S]*stand here as question marks/)
  expect((await document.getOutline()).map(({ title, items }) => [title, items.length])).toEqual([['Parties', 1]])
  const roles = JSON.stringify(await (await document.getPage(totalPages)).getStructTree())
  expect(roles).toContain('"role":"LI"')
})
