import type { Anchors } from './anchors.ts'
import { type LogVerdict, type SectionVerdict, shownCount } from './verdict.ts'

/** Says in sentences what an export without problems shows, and what it does not. */
export function statements(
  { status, sections }: Pick<LogVerdict, 'status' | 'sections'>,
  anchors: Anchors,
): Pick<LogVerdict, 'shown' | 'notShown'> {
  if (status === 'invalid') return { shown: partlyShown(sections), notShown: [] }
  return {
    shown: sections.flatMap(shownOf),
    notShown: [
      ...new Set([...sections.flatMap((section) => notShownOf(section, anchors)), ...withoutEvidence(sections)]),
    ],
  }
}

function shownOf(section: SectionVerdict): string[] {
  const { origin, size, entries, key, witnesses, filter } = section
  const count = shownCount(size)
  const who = {
    given: 'the key that was given',
    kept: 'the key of the checkpoints that were kept',
    claimed: 'the key that the export itself names',
  }[key?.trust ?? 'claimed']
  const whole =
    filter === null
      ? `${origin}: its ${count} entries are those of the checkpoint in the export, signed by ${who} (${key?.id ?? ''}).`
      : `${origin}: every entry in the file (${shownCount(entries)}) is in the log of ${count} entries that ${who} ` +
        `(${key?.id ?? ''}) signed.`
  return [
    whole,
    ...keptOf(section, true).map(({ source, size: kept }) =>
      filter === null
        ? `Its first ${shownCount(kept)} entries are those that it had when ${source} was signed.`
        : `The log is in the state of ${source}.`,
    ),
    ...witnesses.map(
      ({ witness, size: seen, time }) =>
        `${witness} saw the log with ${shownCount(seen)} entries on ${new Date(time * 1000).toISOString()}.`,
    ),
  ]
}

const keptOf = ({ checkpoints }: SectionVerdict, matches: boolean | null) =>
  checkpoints.filter((each) => each.source !== 'export' && each.matches === matches)

/** What still holds of an export with problems. */
function partlyShown(sections: readonly SectionVerdict[]): string[] {
  return sections
    .filter(({ filter }) => filter === null)
    .flatMap((section) =>
      keptOf(section, true).map(
        ({ source, size }) =>
          `${section.origin}: the first ${shownCount(size)} entries are those that it had when ${source} was signed.`,
      ),
    )
}

function notShownOf(section: SectionVerdict, anchors: Anchors): string[] {
  const { filter, pruned, key, witnesses } = section
  const kept = keptOf(section, true)
  const alone = kept.length === 0 && witnesses.length === 0
  return [
    ...(filter === null
      ? []
      : [
          `That nothing was left out: the filter ${JSON.stringify(filter)} and what stands under "people" are not proven.`,
        ]),
    ...(pruned === 0
      ? []
      : [
          `The contents of the first ${shownCount(pruned)} entries: they were deleted, and only their hashes are there.`,
        ]),
    ...keptOf(section, null).map(
      ({ source }) => `That the log continues ${source}: this needs a consistency proof (sotto-verify consistency).`,
    ),
    ...(key?.trust === 'given' && alone
      ? ['That the owner of the key has shown everybody the same log: no checkpoint was given that somebody kept.']
      : []),
    ...(anchors.witnesses.length > 0 && witnesses.length === 0
      ? ['That a witness has seen this log: none of those named has signed the checkpoint.']
      : []),
  ]
}

function withoutEvidence(sections: readonly SectionVerdict[]): string[] {
  const isClaimed = sections.some(({ key, witnesses }) => key?.trust === 'claimed' && witnesses.length === 0)
  return [
    ...(sections.every(({ entries }) => entries === 0)
      ? ['Anything about entries: there are none in the export.']
      : []),
    ...(isClaimed
      ? [
          'That this is the log as it was: the export agrees with itself, but no checkpoint was given that somebody ' +
            'kept, and no key. Whoever made it could have made another one.',
        ]
      : []),
  ]
}
