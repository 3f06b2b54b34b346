import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

const source = new URL('../../reference-server/demo/index.html', import.meta.url)

/** The page of the reference server's demo, with the tag as a website owner would paste it. */
export async function examplePage() {
  const page = await readFile(source, 'utf8')
  return page.replace('{{widgetSrc}}', 'http://localhost:3000/widget/v1.js?bot=pk_…')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(new URL('index.html', import.meta.url), await examplePage())
}
