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
    return section.kind === 'full' && before.kind === 'full' ? judgeRestore(section.first, origin, before) : []
  })
}

function judgeRestore(first: Uint8Array | null, origin: string, before: Section & { kind: 'full' }): Problem[] {
  const quoted = first === null ? undefined : quotedIn(first)
  if (quoted === undefined)
    return [
      problem('restore_unsaid', `${origin} does not begin with an entry log.restored that quotes the log before it.`, {
        origin,
        entry: 0,
      }),
    ]
  const size = sizeOf(before)
  const sameRoot = quoted.size !== size || base64OfCharacters(before.found.root()) === quoted.root
  if (quoted.origin === originOf(before) && sameRoot) return []
  return [
    problem('restore_contradicts', `${origin} quotes another state of ${quoted.origin} than the one in this export.`, {
      origin,
      entry: 0,
    }),
  ]
}

/** Up to which size the log of a section had grown when it was lost, as the one that follows says. */
export function sizeBeforeRestore(sections: readonly Section[], section: Section): number | null {
  const next = sections[sections.indexOf(section) + 1]
  const quoted = next?.kind === 'full' && next.first !== null ? quotedIn(next.first) : undefined
  return quoted !== undefined && quoted.origin === originOf(section) && quoted.size > sizeOf(section)
    ? quoted.size
    : null
}

function quotedIn(entry: Uint8Array): Quoted | undefined {
  try {
    const { action, details } = JSON.parse(shownText(entry)) as { action?: unknown; details?: { previous?: Quoted } }
    const { origin, size, root } = details?.previous ?? {}
    const complete = typeof origin === 'string' && isCount(size) && typeof root === 'string'
    return action === 'log.restored' && complete ? { origin, size, root } : undefined
  } catch {
    return undefined
  }
}
