import type { Citation } from '@sotto/client-sdk'
import { type Block, blocksOf, type Inline, inlinesOf, safeAddress, steady } from '@sotto/markdown'
import type { ComponentChild } from 'preact'
import { placeIn } from './sources.tsx'

interface AnswerTextProps {
  text: string
  /** Whether more of it is still to come. */
  writing: boolean
  sources: readonly Citation[]
  /** The number of the source that is shown. */
  opened: number | null
  /** The id of the element that shows it. */
  quoteId: string
  onOpen: (number: number) => void
}

/**
 * The Markdown of an answer. Nothing in it becomes markup by itself: what is not a block or a piece that is known here is
 * shown as the characters that it is made of.
 */
export const AnswerText = ({ text, writing, ...marks }: AnswerTextProps) => (
  <>{blocksOf(writing ? steady(text) : text).map((block) => blockOf(block, marks))}</>
)

type Marks = Omit<AnswerTextProps, 'text' | 'writing'>

function blockOf(block: Block, marks: Marks): ComponentChild {
  const line = (text: string) => piecesOf(inlinesOf(text), marks)
  switch (block.type) {
    case 'paragraph':
      return <p>{line(block.text)}</p>
    case 'heading':
      return <p class="heading">{line(block.text)}</p>
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      )
    case 'rule':
      return <hr />
    case 'quote':
      return <blockquote>{block.blocks.map((inner) => blockOf(inner, marks))}</blockquote>
    case 'list': {
      const items = block.items.map((item) => <li>{item.map((inner) => blockOf(inner, marks))}</li>)
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    }
    case 'table': {
      const { align } = block
      const [head = [], ...body] = block.rows
      return (
        <div class="prose-table">
          <table>
            <thead>
              <tr>
                {head.map((cell, column) => (
                  <th scope="col" data-align={align[column]}>
                    {line(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {body.map((row) => (
                <tr>
                  {row.map((cell, column) => (
                    <td data-align={align[column]}>{line(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )
    }
  }
}

const piecesOf = (pieces: readonly Inline[], marks: Marks): ComponentChild[] =>
  pieces.flatMap((piece) => pieceOf(piece, marks))

function pieceOf(piece: Inline, marks: Marks): ComponentChild[] {
  if (typeof piece === 'string') return [piece]
  switch (piece.type) {
    case 'strong':
      return [<strong>{piecesOf(piece.children, marks)}</strong>]
    case 'em':
      return [<em>{piecesOf(piece.children, marks)}</em>]
    case 'del':
      return [<del>{piecesOf(piece.children, marks)}</del>]
    case 'code':
      return [<code>{piece.text}</code>]
    case 'break':
      return [<br />]
    case 'link': {
      const href = safeAddress(piece.href)
      const label = piecesOf(piece.children, marks)
      return href
        ? [
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {label}
            </a>,
          ]
        : label
    }
    case 'citation': {
      const source = marks.sources.find(({ number }) => number === piece.number)
      // A word joiner in place of the space keeps the chip with its word: no line breaks at either side of it.
      return source ? ['\u2060', chipOf(source, marks)] : [`${piece.space}[${piece.number}]`]
    }
  }
}

function chipOf(source: Citation, { opened, quoteId, onOpen }: Marks): ComponentChild {
  const { number } = source
  const open = () => onOpen(number)
  // Not a button element: browsers make a box of it, and lines may break before a box.
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button would let the line break before it
    <span
      class="chip"
      role="button"
      tabIndex={0}
      aria-expanded={opened === number}
      aria-controls={quoteId}
      aria-label={`Source ${number}: ${placeIn(source)}`}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        open()
      }}
    >
      {number}
    </span>
  )
}
