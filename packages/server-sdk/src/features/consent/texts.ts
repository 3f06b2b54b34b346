import { createHash } from 'node:crypto'
import type { ConsentDelivery, ConsentShown } from '@sotto/contracts'
import canonicalize from 'canonicalize'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { consentTexts } from './declare.ts'
import type { Known } from './known.ts'

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

export const textOf = (shown: ConsentShown) => canonicalize(shown) as string
export const hashOfText = (text: string) => createHash('sha256').update(text).digest('hex')

const longestKept = 16_384

const idOf = (scope: TeamScope, hash: string) => `${scope.teamId}.${hash}`

/** The text that was shown with this hash; `null` where there is none. */
export async function readText(scope: TeamScope, hash: string): Promise<ConsentShown | null> {
  const row = await scope.collection(consentTexts).findOne({ id: idOf(scope, hash) })
  return row && (JSON.parse(row.shown) as ConsentShown)
}

/**
 * The hash of what was shown, which the browser says and the texts must have. Keeps the texts, where they are new.
 *
 * @throws SottoError `invalid_request` where texts are missing, or are not those of the hash
 */
export async function keepText(
  scope: TeamScope,
  { record, shown }: ConsentDelivery,
  known: Known,
): Promise<string | null> {
  const said = record.shown
  if (!said) {
    if (shown) throw wrong('shown', 'must be null where the record says that nothing was shown')
    return null
  }
  if (!shown) {
    if (said.hash && (await readText(scope, said.hash))) return said.hash
    throw wrong('shown', 'must hold the texts of the hash, which this server has never seen')
  }
  const { layer, layout, language } = shown
  if (layer !== said.layer || layout !== said.layout || language !== said.language)
    throw wrong('shown', 'must have the layer, layout and language of the record')
  const { text, hash } = canonicalOf(shown, known)
  if (said.hash !== null && said.hash !== hash)
    throw wrong('record.shown.hash', 'must be the SHA-256 of `shown` as canonical JSON (RFC 8785)')
  const id = idOf(scope, hash)
  if (!known.texts.get(id)) {
    await keep(scope, hash, text, shown)
    scope.afterCommit(() => known.texts.set(id, true))
  }
  return hash
}

/** Nearly everybody is shown what others were shown before. */
function canonicalOf(shown: ConsentShown, known: Known): { text: string; hash: string } {
  const sent = JSON.stringify(shown)
  const before = known.canonical.get(sent)
  if (before) return before
  const text = textOf(shown)
  const canonical = { text, hash: hashOfText(text) }
  if (sent.length <= longestKept) known.canonical.set(sent, canonical)
  return canonical
}

/** Keeps what was shown, where it is new. @returns its hash */
export async function keepShown(scope: TeamScope, shown: ConsentShown): Promise<string> {
  const text = textOf(shown)
  const hash = hashOfText(text)
  await keep(scope, hash, text, shown)
  return hash
}

async function keep(scope: TeamScope, hash: string, text: string, { layer, layout, language }: ConsentShown) {
  const rows = scope.collection(consentTexts)
  if (!(await rows.findOne({ id: idOf(scope, hash) })))
    await rows.insert({ hash, layer, layout, language, shown: text, createdAt: scope.now() }, { id: idOf(scope, hash) })
}
