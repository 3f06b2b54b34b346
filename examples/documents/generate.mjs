import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { typesetHandbook } from './typeset/handbook.mjs'
import { readSource } from './typeset/source.mjs'
import { typesetTerms } from './typeset/terms.mjs'

const issued = new Date('2026-10-01T12:00:00Z')

/**
 * Sets the documents whose text lies in `source/`. The same sources give the same bytes on every machine.
 *
 * @returns {Promise<Record<string, Uint8Array>>} file name → bytes
 */
export async function generate() {
  return {
    'customer-handbook.pdf': await typesetHandbook(readSource('handbook.md'), { edition: 'Autumn 2026', issued }),
    'terms.docx': await typesetTerms(readSource('terms.md'), { issued }),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, bytes] of Object.entries(await generate())) {
    await writeFile(new URL(name, import.meta.url), bytes)
    console.log(`${name}  ${bytes.length.toLocaleString('en-GB')} bytes`)
  }
}
