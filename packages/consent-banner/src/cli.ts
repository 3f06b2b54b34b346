#!/usr/bin/env node
import process from 'node:process'

/** Each command takes its arguments and resolves to the exit code of the process. */
type Command = (args: readonly string[]) => Promise<number>

const commands: Record<string, () => Promise<Command>> = {
  pull: () => import('./pull/command.ts').then(({ pull }) => pull),
  scan: () => import('./scan/command.ts').then(({ scanCommand }) => scanCommand),
}

const usage = `sotto-consent COMMAND

  pull    builds the gate and your policy into one file
  scan    opens a site and says what it does before and after a choice

"sotto-consent COMMAND --help" says more.
`

const [name, ...args] = process.argv.slice(2)
const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) {
  process.exitCode = await (await command())(args)
  // A browser that does not close would keep the process. It ends with it, once all was written.
  for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written))
  process.exit()
} else {
  const asked = name === undefined || name === '--help' || name === 'help'
  ;(asked ? process.stdout : process.stderr).write(asked ? usage : `There is no command "${name}".\n\n${usage}`)
  process.exitCode = asked ? 0 : 2
}
