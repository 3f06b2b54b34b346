import type { StreamParser } from '../stream/parser.ts'

/**
 * As much of an event stream as Sotto sends (HTML standard, 9.2.6, without `event` and `retry`), in a fifth of the size of
 * `eventsource-parser`. Both pass the same tests.
 */
export const slimParser: StreamParser = (hand) => {
  let rest = ''
  let data: string[] = []
  let id: string | undefined
  return (text) => {
    // A carriage return at the very end may be the first half of a line break.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() as string
    for (const line of lines) {
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) as RegExpExecArray
      if (field === 'data') data.push(value)
      else if (field === 'id') id = value
      else if (line[0] === ':') hand(null)
      else if (!line) {
        if (data.length > 0) hand({ data: data.join('\n'), id })
        data = []
        id = undefined
      }
    }
  }
}
