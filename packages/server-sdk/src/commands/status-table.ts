import type { KeyStatus } from '../rotation/index.ts'
import { counted, minuteOf, span } from './words.ts'

const line = (name: string, value: string) => `${name.padEnd(14)}${value}`

/** How the keys stand, for people. */
export function statusTable(status: KeyStatus, now: Date): string {
  const { epochs, rotation, backup, rotateAt, alarms } = status
  const ago = (time: Date) => `${minuteOf(time)}, ${span(now.getTime() - time.getTime())} ago`
  const lines = [
    line('Keyring', status.keyring),
    line('Units', `${counted(status.units, 'key')} of people and things`),
    '',
  ]
  lines.push(`${'Epoch'.padEnd(20)}${'begun'.padEnd(42)}key`)
  for (const { id, createdAt, destroyedAt, inKeyring } of epochs) {
    const state = destroyedAt ? `destroyed ${minuteOf(destroyedAt)}` : inKeyring ? 'in the keyring' : 'MISSING'
    lines.push(`${id.padEnd(20)}${ago(createdAt).padEnd(42)}${state}${destroyedAt && inKeyring ? ', STILL THERE' : ''}`)
  }
  lines.push('')
  if (rotation) {
    const waits = rotation.waitsForBackup ? ', waits for a backup' : rotation.waitsForKeyring ? ', waits for you' : ''
    lines.push(line('Rotation', `to ${rotation.epoch} since ${ago(rotation.startedAt)}: step ${rotation.step}${waits}`))
  } else if (rotateAt > now)
    lines.push(line('Rotation', `due ${minuteOf(rotateAt)}, in ${span(rotateAt.getTime() - now.getTime())}`))
  else lines.push(line('Rotation', `due since ${minuteOf(rotateAt)}`))
  lines.push(
    line(
      'Key backup',
      backup
        ? `begun ${ago(backup.begunAt)}, confirmed by ${backup.by === 'sotto' ? 'sotto backup' : 'a person'}`
        : 'none was confirmed yet',
    ),
  )
  lines.push('')
  if (alarms.length === 0) lines.push('Nothing to see to.')
  else for (const alarm of alarms) lines.push(`! ${alarm}`)
  return lines.join('\n')
}
