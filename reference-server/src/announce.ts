import type { WriteStream } from 'node:tty'
import { type KeyringSettings, openKeyring } from '@sotto/server-sdk'
import type { Config } from './config.ts'
import type { FirstSecrets } from './demo-team.ts'

const line = (name: string, value: string) => `  ${name.padEnd(16)}${value}`

/** Where the keys are, without what signs in there. */
function placeOf(keyring: KeyringSettings): string {
  if (keyring.kind === 'file') return keyring.folder
  return openKeyring(keyring).description
}

/** What is said to the person who started the server. */
export const announce = {
  secrets: (secrets: FirstSecrets, config: Config): string =>
    [
      '',
      'First start: the demo team Kestrel Cycles was made. These are shown this once:',
      '',
      line('Sign in as', secrets.email),
      line('Password', secrets.password),
      line('Secret key', secrets.secretKey),
      '',
      line('Keyring', placeOf(config.keyring)),
      '  Whoever has the keyring and the data can read everything; without it, nobody can.',
      ...(config.keyring.kind === 'file' || config.keyring.kind === 'environment'
        ? ['  Keep a copy of it in another place than the data and its backups.']
        : []),
      '',
    ].join('\n'),

  places: (url: string, config: Config): string =>
    [
      '',
      'Sotto is ready.',
      '',
      line('Demo page', `${url}/demo`),
      line('Dashboard', `${url}/dashboard`),
      line('API reference', `${url}/docs`),
      line('Privacy portal', `${url}/privacy/kestrel-cycles`),
      ...(config.SMTP_URL ? [] : [line('Mail', `${url}/outbox`)]),
      '',
      '  Ctrl-C stops it.',
      '',
    ].join('\n'),
}

/** One line that changes on a terminal; a line each time something new is said elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream | WriteStream
  #last = ''

  constructor(out: NodeJS.WriteStream | WriteStream) {
    this.#out = out
  }

  say(text: string): void {
    if (text === this.#last) return
    this.#last = text
    this.#out.write(this.#out.isTTY ? `\r\x1b[K${text} …` : `${text} …\n`)
  }

  end(text: string): void {
    this.#out.write(this.#out.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`)
    this.#last = ''
  }
}
