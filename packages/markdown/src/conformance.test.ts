import fc from 'fast-check'
import { Lexer, type Token, type Tokens } from 'marked'
import { describe, expect, it } from 'vitest'
import { type Block, blocksOf, type Inline, inlinesOf, plainText } from './index.ts'

/** Both readers' trees in one notation. Citations are read as the text that they are to marked. */
const ours = (text: string): unknown => blocksOf(text).map(ourBlock)

function ourBlock(block: Block): unknown {
  switch (block.type) {
    case 'quote':
      return { quote: block.blocks.map(ourBlock) }
    case 'list':
      return { list: block.start ?? 'bullets', items: block.items.map((item) => item.map(ourBlock)) }
    case 'table':
      return { table: block.rows.map((row) => row.map(ourLine)), align: block.align }
    case 'code':
      return { code: block.text }
    case 'rule':
      return 'rule'
    default:
      return { [block.type]: ourLine(block.text) }
  }
}

const ourLine = (text: string) => merged(inlinesOf(text).map(ourInline))

function ourInline(piece: Inline): unknown {
  if (typeof piece === 'string') return piece
  switch (piece.type) {
    case 'break':
      return 'break\n'
    case 'code':
      return { code: piece.text }
    case 'citation':
      return `${piece.space}[${piece.number}]`
    case 'link':
      return { link: piece.href, children: merged(piece.children.map(ourInline)) }
    default:
      return { [piece.type]: merged(piece.children.map(ourInline)) }
  }
}

const theirs = (text: string): unknown => theirBlocks(new Lexer({ gfm: true, breaks: true }).lex(text))

const theirBlocks = (tokens: Token[]): unknown[] =>
  tokens.flatMap((token): unknown[] => {
    switch (token.type) {
      case 'space':
      case 'def':
        return []
      case 'blockquote':
        return [{ quote: theirBlocks(token.tokens ?? []) }]
      case 'list':
        return [
          {
            list: token.ordered ? token.start : 'bullets',
            items: (token as Tokens.List).items.map(({ tokens: inner }) => theirBlocks(inner)),
          },
        ]
      case 'table': {
        const { header, rows, align } = token as Tokens.Table
        const table = [header, ...rows].map((row) => row.map(({ tokens: inner }) => theirLine(inner)))
        return [{ table, align: align.map((side) => (side === 'left' ? 'start' : (side ?? 'start'))) }]
      }
      case 'code':
        return [{ code: token.text }]
      case 'hr':
        return ['rule']
      case 'heading':
        return [{ heading: theirLine(token.tokens ?? []) }]
      case 'html':
        return [{ paragraph: merged([token.text.trimEnd()]) }]
      default:
        return [{ paragraph: theirLine((token as Tokens.Generic).tokens ?? []) }]
    }
  })

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

const theirLine = (tokens: Token[]): unknown[] =>
  merged(
    tokens.map((token): unknown => {
      switch (token.type) {
        case 'br':
          return 'break\n'
        case 'codespan':
          return { code: token.text }
        case 'link':
          return { link: token.href, children: theirLine(token.tokens ?? []) }
        case 'strong':
        case 'em':
        case 'del':
          return { [token.type]: theirLine(token.tokens ?? []) }
        case 'html':
          return token.text
        default:
          return ((token as Tokens.Generic).text ?? token.raw).replace(
            /&(amp|lt|gt|quot|#39);/g,
            (entity: string) => entities[entity],
          )
      }
    }),
  )

function merged(pieces: unknown[]): unknown[] {
  const result: unknown[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') result[result.length - 1] = last + piece
    else if (piece !== '') result.push(piece)
  }
  return result
}

describe('Markdown is read as marked reads it', () => {
  const texts = [
    'One line',
    'One line\nand another\n\nA second paragraph',
    'A *little* and a **lot** and ***both***, _too_ and __too__ and ~~gone~~',
    'snake_case_name and 2*3*4 and * alone * and ** too **',
    '**bold with *inner* words** and *one **two** three*',
    '*a **b* c**',
    '**a*',
    'un*frigging*believable and un_frigging_believable',
    '"*quoted*", (*bracketed*), **£85**: and **85 £.**',
    '`code` and ``co`de`` and ` spaced ` and `open',
    '`**not bold**` and **`bold code`**',
    'a\\*b\\_c \\`d\\` \\[1\\] \\\\ \\x',
    '[text](https://a.example) and [**bold**](https://a.example "title")',
    '[a](<https://a.example/b c>) and [a](https://a.example/(b)) and [a] (x) and [a]()',
    '[a [b] c](https://a.example)',
    'https://a.example/b?c=d&e=f, www.a.example. (https://a.example/x) https://a.example/(y)',
    '<https://a.example> and <b@a.example>',
    'write to b@a.example now',
    '![picture](https://a.example/p.png) here',
    'hard  \nbreak and soft\nbreak and\\\nbackslash',
    '# One\n## Two ##\n###### Six\n#not\n####### seven',
    '- a\n- b\n- c',
    '* a\n* b\n\n* c',
    '1. one\n2. two\n3. three',
    '3) three\n4) four',
    '- a\n  - b\n    - c\n- d',
    '1. one\n   - inner\n   - inner two\n2. two',
    '- a\n  more of a\n- b\nlazy b',
    '- first paragraph\n\n  second paragraph\n- b',
    '- a\n+ b\n* c',
    '- `code` and **bold** [1]\n- x',
    'text\n- list after text\n- more',
    'text\n1. list after text',
    'text\n2. no list after text',
    '> quoted\n> more\nlazy\n\nafter',
    '> - a\n> - b\n>\n> text',
    '> > deep',
    '```\ncode\n  indented\n```',
    '```js\nconst a = 1\n```\nafter',
    '~~~\n```\n~~~',
    'before\n```\nopen code\n',
    '- a\n  ```\n  code\n  ```\n- b',
    '---\n***\n_ _ _\n- - -',
    '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |',
    '| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| 4 |',
    'a | b\n--|--\n1 | 2\n\nafter',
    '|  | Standard, £85 | Full, £165 |\n|---|---|---|\n| Brakes | **adjusted** | bled [1] |',
    '| a \\| b | c |\n|---|---|\n| `x` | 2 |',
    'not | a table\nbecause no line',
    'text before\n\n| a |\n|---|\n| 1 |\n\ntext after',
    'a [1], b [2][3] and **c** [4].',
    'AT&T &amp; &lt;b&gt; &copy',
    'emoji 👍🏽 and العربية **مهم** and 日本語**太字**です',
    '',
    '   \n\n  ',
    '\n\ntext\n\n\n\nmore\n\n',
    'line one\r\nline two\r\n\r\n- a\r\n- b',
  ]

  it.each(texts)('%j', (text) => {
    expect(ours(text)).toEqual(theirs(text))
  })

  it('wherever plain words, emphasis, code and lists are put together', () => {
    const word = fc.constantFrom('one', 'two', '£85', '0.75 %', 'a.b', 'ja', '[1]')
    const inline = fc.oneof(
      word,
      word.map((inner) => `**${inner}**`),
      word.map((inner) => `*${inner}*`),
      word.map((inner) => `\`${inner}\``),
      word.map((inner) => `[${inner.replace(/[[\]]/g, '')}](https://a.example/x)`),
    )
    const line = fc.array(inline, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '))
    const block = fc.oneof(
      line,
      line.map((text) => `## ${text}`),
      fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text) => `- ${text}`).join('\n')),
      fc
        .array(line, { minLength: 1, maxLength: 4 })
        .map((lines) => lines.map((text, index) => `${index + 1}. ${text}`).join('\n')),
      fc.tuple(line, line).map(([one, two]) => `| a | b |\n|---|---|\n| ${one} | ${two} |`),
      line.map((text) => `\`\`\`\n${text}\n\`\`\``),
    )
    const text = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => blocks.join('\n\n'))
    fc.assert(
      fc.property(text, (markdown) => {
        expect(ours(markdown)).toEqual(theirs(markdown))
      }),
    )
  })
})

describe('any text at all', () => {
  const marks = fc.constantFrom(...'*_~`[]()<>!#-+|>\\&\n \t1.a'.split(''), '**', '```', '](', '\n\n', '&lt;', '[1]')
  const noise = fc.array(marks, { maxLength: 120 }).map((parts) => parts.join(''))

  it('is read to its end, and loses no letter', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const letters = (shown: string) => shown.replace(/[^a]/g, '').length
        const kept = JSON.stringify(blocksOf(text))
        expect(letters(plainText(text))).toBeLessThanOrEqual(letters(text))
        expect(kept).toBeTypeOf('string')
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['emphasis that is never closed', '*a '.repeat(4000)],
    ['emphasis that is never opened', 'a* '.repeat(4000)],
    ['mixed emphasis', '*a **b _c ~~d '.repeat(800)],
    ['brackets', '['.repeat(4000)],
    ['links that are never closed', '[a]('.repeat(2000)],
    ['parentheses in an address', `[a](${'('.repeat(4000)}`],
    ['backticks', Array.from({ length: 150 }, (_, index) => '`'.repeat(index)).join(' ')],
    ['quotes', '>'.repeat(4000)],
    ['lists in lists', '- '.repeat(3000)],
    ['table lines', `a|b\n${'-|'.repeat(3000)}x`],
    ['rules', `${'- '.repeat(4000)}x`],
    ['spaces', `a${' '.repeat(8000)}b`],
    ['addresses', 'a@a.'.repeat(2000)],
    ['www', `www.${'a)'.repeat(3000)}`],
  ])('is read in time: %s', (_, text) => {
    const start = process.cpuUsage()
    for (const block of blocksOf(text)) if ('text' in block) inlinesOf(block.text)
    plainText(text)
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(400)
  })
})

describe('plain text', () => {
  it('is what is read aloud', () => {
    expect(
      plainText(
        '# Prices\n\nIt costs **£85**. [1]\n\n- [list](https://a.example) [2]\n- `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      ),
    ).toBe('Prices\nIt costs £85.\nlist\ncode\na, b\n1, 2')
  })
})
