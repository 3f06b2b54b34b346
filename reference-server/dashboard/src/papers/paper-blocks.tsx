import type { PaperBlock } from '@sotto/contracts'

/** Text with its web addresses as links. */
function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <a key={index} href={part} target="_blank" rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}

/** @param number its place in the paper */
function Block({ block, number }: { block: PaperBlock; number: number }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>
    case 'paragraph':
      return (
        <p>
          <Linked text={block.text} />
        </p>
      )
    case 'note':
      return (
        <p class="paper-note">
          <Linked text={block.text} />
        </p>
      )
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Linked text={item} />
        </li>
      ))
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'facts':
      return (
        <dl>
          {block.rows.map(({ name, text }, index) => (
            <div key={index}>
              <dt>{name}</dt>
              <dd>
                <Linked text={text} />
              </dd>
            </div>
          ))}
        </dl>
      )
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key
        <section class="paper-wide" tabIndex={0} aria-label={`Table ${number}: ${block.head.join(', ')}`}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  <th key={index} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((cells, index) => (
                <tr key={index}>
                  {cells.map((cell, column) => (
                    <td key={column}>
                      <Linked text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )
  }
}

/** What a paper says. */
export const PaperBlocks = ({ blocks }: { blocks: readonly PaperBlock[] }) => (
  <div class="paper-text">
    {blocks.map((block, index) => (
      <Block key={index} block={block} number={index + 1} />
    ))}
  </div>
)
