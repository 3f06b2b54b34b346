import { expect, it } from 'vitest'
import { snippetsOf } from './snippets.mjs'

const page = `# A page

<!-- given
declare const a: number
declare const b: string
-->
\`\`\`ts
a + b
\`\`\`

\`\`\`js
not.of(this)
\`\`\`

<!-- runs -->
\`\`\`ts
const c = 1
\`\`\`
`

it('a snippet is a module of what it takes for granted and its code, at the lines of the page', () => {
  const [first, second, ...more] = snippetsOf(page)
  expect(more).toEqual([])
  expect(first.line).toBe(8)
  expect(first.module.split('\n').slice(7)).toEqual([
    'a + b',
    '',
    'declare const a: number',
    'declare const b: string',
    '',
  ])
  expect(second.module.split('\n')[second.line - 1]).toBe(page.split('\n')[second.line - 1])
})
