import { expect, it } from 'vitest'
import { launcherPath } from './launcher-path.ts'
import { paths } from './paths.ts'

/** The grammar of path data (SVG 2, 9.3.9), as far as the icons go: commands, each with as many numbers as it takes. */
const number = '[ ,]*-?(?:\\d+(?:\\.\\d+)?|\\.\\d+)'
const command = (letters: string, numbers: number) => `[${letters}](?:(?:${number}){${numbers}})+`
const grammar = new RegExp(
  `^M(?:${number}){2}(?:${command('Ll', 2)}|${command('Mm', 2)}|${command('HhVv', 1)}|${command('Cc', 6)}|${command('Aa', 7)}|[Zz]|(?:${number}){2})*$`,
)

it.each(Object.entries({ ...paths, launcher: launcherPath }))('%s can be drawn', (_, path) => {
  expect(path).toMatch(grammar)
})
