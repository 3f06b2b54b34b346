import type { PaperBlock, PaperChange } from '@sotto/contracts'

interface Line {
  under: string | null
  text: string
}

function linesOf(blocks: readonly PaperBlock[]): Line[] {
  let under: string | null = null
  return blocks.flatMap((block): Line[] => {
    if (block.kind === 'heading') under = block.text
    const here = (text: string): Line => ({ under, text })
    switch (block.kind) {
      case 'list':
        return block.items.map(here)
      case 'facts':
        return block.rows.map(({ name, text }) => here(`${name}: ${text}`))
      case 'table':
        return [block.head, ...block.rows].map((cells) => here(cells.filter((cell) => cell !== '').join(' | ')))
      default:
        return [here(block.text)]
    }
  })
}

/** What was taken out and what was put in, in the order of the text: the longest common part stays. */
export function changesBetween(before: readonly PaperBlock[], after: readonly PaperBlock[]): PaperChange[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const width = now.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  const at = (one: number, other: number) => common[one * width + other] as number
  for (let one = old.length - 1; one >= 0; one -= 1)
    for (let other = now.length - 1; other >= 0; other -= 1)
      common[one * width + other] =
        old[one]?.text === now[other]?.text
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1))
  const changes: PaperChange[] = []
  let [one, other] = [0, 0]
  while (one < old.length || other < now.length) {
    const [gone, come] = [old[one], now[other]]
    if (gone && come && gone.text === come.text) {
      one += 1
      other += 1
    } else if (gone && (!come || at(one + 1, other) >= at(one, other + 1))) {
      changes.push({ change: 'removed', ...gone })
      one += 1
    } else if (come) {
      changes.push({ change: 'added', ...come })
      other += 1
    }
  }
  return changes
}
