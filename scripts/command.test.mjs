import { readFileSync } from 'node:fs'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { CommandFailed, run, tail } from './command.mjs'

const node = process.execPath
const program = (source, options = {}) => run(node, ['-e', source], { name: 'command-test', node, ...options })

describe('run', () => {
  it('resolves to what the command said, on both streams, and keeps it in a log', async () => {
    expect(await program('console.log(1); console.error(2)')).toMatch(/^(1\n2|2\n1)\n$/)
    const log = new URL('../.runtime/logs/command-test.log', import.meta.url)
    expect(readFileSync(log, 'utf8')).toMatch(/^(1\n2|2\n1)\n$/)
  })

  it('rejects with the end of the log and what to do', async () => {
    const source = "for (let i = 1; i <= 100; i++) console.log('line ' + i); process.exitCode = 3"
    const error = await program(source, { label: 'Counting', advice: 'Count again.' }).catch((reason) => reason)
    expect(error).toBeInstanceOf(CommandFailed)
    expect(error.message).toContain('Counting failed (exit code 3)')
    expect(error.message).toContain('command-test.log')
    expect(error.message).toContain('line 61\n')
    expect(error.message).not.toContain('line 60\n')
    expect(error.message).toMatch(/line 100\n\nCount again\.$/)
    expect(error.output).toContain('line 1\n')
  })

  it('says which command could not be started', async () => {
    const error = await run('no-such-command', [], { name: 'command-test', node }).catch((reason) => reason)
    expect(error.message).toContain('could not be started')
    expect(error.message).toContain('no-such-command')
  })

  it('hands on whole lines as they come', async () => {
    const lines = []
    await program("process.stdout.write('one\\ntw'); process.stdout.write('o\\n')", {
      onLine: (line) => lines.push(line),
    })
    expect(lines).toEqual(['one', 'two'])
  })

  it('ends a command that takes too long, with all that it started', async () => {
    const source = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      console.log('child', child.pid)
      setInterval(() => {}, 1000)
    `
    const error = await program(source, { limit: 1500 }).catch((reason) => reason)
    expect(error.message).toContain('not done after 1.5 s')
    const pid = Number(/child (\d+)/.exec(error.output)[1])
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('sets no telemetry for what it starts', async () => {
    expect(await program('console.log(process.env.DO_NOT_TRACK, process.env.TURBO_TELEMETRY_DISABLED)')).toBe('1 1\n')
  })
})

it('shows the end of a text', () => {
  expect(tail('a\nb\nc\n', 2)).toBe('b\nc')
})

function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A process that has ended but that nobody has waited for yet still has its number.
  return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
}
