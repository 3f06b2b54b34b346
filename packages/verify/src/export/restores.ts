import { base64OfCharacters } from '../encoding/base64.ts'
import { isCount, shownText } from '../encoding/text.ts'
import { seriesOf } from './anchors.ts'
import type { Section } from './reader.ts'
import { type Problem, problem } from './verdict.ts'

/** What the first entry of a log says about the one before it. */
interface Quoted {
  origin: string
  size: number
  /** Base64. */
  root: string
}

const originOf = (section: Section) => section.headers[0]?.header.origin ?? ''
const sizeOf = (section: Section) => section.headers.at(-1)?.header.size ?? 0

/** Whether each log of a team that was restored follows the one before it, and says so in its first entry. */
export function judgeRestores(sections: readonly Section[]): Problem[] {
  return sections.flatMap((section, index): Problem[] => {
    const origin = originOf(section)
    const own = seriesOf(origin)
    const before = sections[index - 1]
    if (before === undefined) {
      // A filtered export need not begin with the first log of the team.
      if (own === undefined || own.number === 1 || section.kind === 'filtered') return []
      return [
        problem(
          'section_missing',
          `The export begins with ${origin}: what was logged before that restore is not in it.`,
          {
            origin,
          },
        ),
      ]
    }
    const earlier = seriesOf(originOf(before))
    if (section.kind === 'filtered' && originOf(before) === origin) return []
    if (
      own === undefined ||
      earlier === undefined ||
      own.series !== earlier.series ||
      own.number !== earlier.number + 1
    )
      return [
        problem('section_missing', `${origin} does not follow ${originOf(before)}: a log between them is missing.`, {
          origin,
        }),
      ]
    return section.kind === 'full' ? judgeRestore(section, sections.slice(0, index)) : []
  })
}

function judgeRestore(section: Section & { kind: 'full' }, earlier: readonly Section[]): Problem[] {
  const origin = originOf(section)
  // A log that was lost as a whole has no first entry; the one after it says so.
  if (sizeOf(section) === 0) return []
  const quoted = section.first === null ? undefined : quotedIn(section.first)
  // Nothing is quoted where nothing was signed before.
  if (quoted === null && earlier.every((each) => sizeOf(each) === 0)) return []
  if (!quoted)
    return [
      problem('restore_unsaid', `${origin} does not begin with an entry log.restored that quotes the log before it.`, {
        origin,
        entry: 0,
      }),
    ]
  const before = earlier.find((each) => originOf(each) === quoted.origin)
  if (before?.kind === 'full' && hasState(before, quoted)) return []
  return [
    problem('restore_contradicts', `${origin} quotes a state of ${quoted.origin} that is not the one in this export.`, {
      origin,
      entry: 0,
    }),
  ]
}

/** A state of another size cannot be compared: a larger one was lost, and of a smaller one the root is not kept. */
const hasState = (section: Section & { kind: 'full' }, { size, root }: Quoted) =>
  size !== sizeOf(section) || base64OfCharacters(section.found.root()) === root

/** Up to which size the log of a section had grown when its end was lost, as one that follows says. */
export function sizeBeforeRestore(sections: readonly Section[], section: Section): number | null {
  const origin = originOf(section)
  const quotes = sections
    .slice(sections.indexOf(section) + 1)
    .map((later) => (later.kind === 'full' && later.first !== null ? quotedIn(later.first) : undefined))
  const sizes = quotes.filter((quoted) => quoted?.origin === origin).map((quoted) => quoted?.size ?? 0)
  const largest = Math.max(0, ...sizes)
  return largest > sizeOf(section) ? largest : null
}

/** @returns `null` where it says that nothing was known, `undefined` where it says nothing of the kind */
function quotedIn(entry: Uint8Array): Quoted | null | undefined {
  try {
    const { action, details } = JSON.parse(shownText(entry)) as {
      action?: unknown
      details?: { previous?: Quoted | null }
    }
    if (action !== 'log.restored') return undefined
    if (details?.previous === null) return null
    const { origin, size, root } = details?.previous ?? {}
    return typeof origin === 'string' && isCount(size) && typeof root === 'string' ? { origin, size, root } : undefined
  } catch {
    return undefined
  }
}
