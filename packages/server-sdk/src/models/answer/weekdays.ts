/** Monday first. Each entry matches the day in English, German, French, Spanish, Italian, Dutch and Portuguese. */
const days = [
  /(?<!\p{L})(?:mondays?|montags?|lundi|lunes|lunedì|maandag|segunda)(?!\p{L})/giu,
  /(?<!\p{L})(?:tuesdays?|dienstags?|mardi|martes|martedì|dinsdag|terça)(?!\p{L})/giu,
  /(?<!\p{L})(?:wednesdays?|mittwochs?|mercredi|miércoles|mercoledì|woensdag|quarta)(?!\p{L})/giu,
  /(?<!\p{L})(?:thursdays?|donnerstags?|jeudi|jueves|giovedì|donderdag|quinta)(?!\p{L})/giu,
  /(?<!\p{L})(?:fridays?|freitags?|vendredi|viernes|venerdì|vrijdag|sexta)(?!\p{L})/giu,
  /(?<!\p{L})(?:saturdays?|samstags?|sonnabends?|samedi|sábados?|sabato|zaterdag)(?!\p{L})/giu,
  /(?<!\p{L})(?:sundays?|sonntags?|dimanche|domingos?|domenica|zondag)(?!\p{L})/giu,
]
const range = /^\s*(?:to|through|until|till|bis|à|au|a|al|hasta|tot|t\/m|até|-|–)\s*$/iu
/** Days that stand together, with nothing but these between them, have the same times. */
const together =
  /^\s*(?:(?:and|or|und|oder|et|ou|y|e|en|of|,|&|\/|to|through|until|till|bis|à|au|a|al|hasta|tot|t\/m|até|-|–|on|am|les|los|il)\s*)+$/iu

interface Mention {
  days: Set<number>
  start: number
  end: number
}

/** Groups of weekdays as they stand in a text; 'Tuesday to Friday' is four. */
function mentionsIn(text: string): Mention[] {
  const found = days
    .flatMap((pattern, day) =>
      Array.from(text.matchAll(pattern), (match) => ({ day, start: match.index, end: match.index + match[0].length })),
    )
    .toSorted((a, b) => a.start - b.start)
  const mentions: (Mention & { lastDay: number })[] = []
  for (const { day, start, end } of found) {
    const last = mentions.at(-1)
    const between = last ? text.slice(last.end, start) : ''
    if (!last || !together.test(between)) {
      mentions.push({ days: new Set([day]), start, end, lastDay: day })
      continue
    }
    if (range.test(between)) for (let next = last.lastDay; next !== day; next = (next + 1) % 7) last.days.add(next)
    last.days.add(day)
    Object.assign(last, { end, lastDay: day })
  }
  return mentions
}

/**
 * Whether what stands at `at` in a source is said of the weekdays that an answer names: in a line such as "Tuesday to
 * Friday from 8:30, Saturday from 9:00", the days in front of a time are its days. True where one of them names none.
 */
export function isSaidOfSameDays(answer: string, source: string, at: number): boolean {
  const named = mentionsIn(answer)
  const mentions = mentionsIn(source)
  const own = mentions.findLast(({ start }) => start < at) ?? mentions[0]
  if (named.length === 0 || own === undefined) return true
  return named.some((mention) => [...mention.days].some((day) => own.days.has(day)))
}

export function isWeekday(word: string): boolean {
  return mentionsIn(word).length > 0
}

/** Whether each weekday that an answer names is among those of a source, also inside 'Tuesday to Friday'. */
export function hasDaysOf(answer: string, source: string): boolean {
  const there = new Set(mentionsIn(source).flatMap((mention) => [...mention.days]))
  return mentionsIn(answer).every((mention) => [...mention.days].every((day) => there.has(day)))
}

const closed =
  /(?<!\p{L})(?:closed|shut|geschlossen|fermée?s?|cerrad[oa]s?|chius[oaie]|gesloten|fechad[oa]s?)(?!\p{L})/giu

/** Whether both speak of being closed, and the source of other days than the answer: of those nearest to the word. */
export function isClosedOnOtherDays(answer: string, source: string): boolean {
  const named = mentionsIn(answer)
  const mentions = mentionsIn(source)
  const words = Array.from(source.matchAll(closed), ({ index }) => index)
  if (named.length === 0 || mentions.length === 0 || words.length === 0 || answer.search(closed) < 0) return false
  const closedDays = new Set(
    words.flatMap((at) => {
      const distance = ({ start, end }: Mention) => Math.max(start - at, at - end)
      return [...(mentions.toSorted((a, b) => distance(a) - distance(b))[0]?.days ?? [])]
    }),
  )
  return named.some((mention) => [...mention.days].some((day) => !closedDays.has(day)))
}
