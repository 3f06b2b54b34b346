import { short } from '../export/shown.ts'
import { shownCount } from '../export/verdict.ts'
import type { ErasureCertificate, ErasureSupplement } from './certificate.ts'
import type { CertificateVerdict } from './verify-certificate.ts'

const dayOf = (time: string) => new Date(time).toISOString().slice(0, 10)
const words = (name: string) => (short(name) ?? '').replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** What a certificate says, for people. */
export function wordsOfCertificate({ certificate, supplements, key, index, size }: CertificateVerdict): string[] {
  if (!certificate) return []
  const { erasure, team, collections, keys, withheld, backups, processors, providers } = certificate
  const done = collections.flatMap(({ collection, deleted, anonymised }) =>
    [deleted > 0 ? `${shownCount(deleted)} deleted` : '', anonymised > 0 ? `${shownCount(anonymised)} anonymised` : '']
      .filter(Boolean)
      .map((what) => `${words(collection)}: ${what}`),
  )
  return [
    `erasure ${short(erasure)} by ${short(team)} (key ${key}), completed ${new Date(certificate.completed).toISOString()}`,
    `entry ${shownCount(index ?? 0)} of a log of ${shownCount(size ?? 0)} entries`,
    `done: ${done.join(', ') || 'nothing was there'}; ${shownCount(keys.destroyed)} keys destroyed`,
    ...withheld.map(wordsOfWithheld),
    ...processors.map(({ name, state }) => `processor ${short(name)}: ${short(state)}`),
    ...providers.map(
      ({ provider, model, clear }) =>
        `model provider ${short(provider)} (${short(model)}): ${clear === null ? 'clear when, not attested' : `clear by ${dayOf(clear)}, as attested`}`,
    ),
    supplements.some(({ says }) => says.what === 'backups-unreadable')
      ? 'backups: confirmed clear'
      : `backups: expected clear on ${dayOf(backups.expected)} (confirmed by a second entry then)`,
    ...supplements.map(wordsOfSupplement),
  ]
}

function wordsOfWithheld({ collection, count, why, ground, until }: ErasureCertificate['withheld'][number]): string {
  const end = until === null ? 'until that ends' : `until ${dayOf(until)}`
  const hold = why === 'legal-hold' ? 'legal hold: ' : ''
  return `withheld: ${shownCount(count)} of ${words(collection)} ${end} (${hold}${short(ground)})`
}

function wordsOfSupplement({ at, says }: ErasureSupplement): string {
  return `added on ${dayOf(at)}: ${short(says.what)?.replaceAll('-', ' ')}`
}
