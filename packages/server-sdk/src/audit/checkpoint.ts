import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** What a checkpoint states: a log of this name has this many entries under this root. */
export interface CheckpointBody {
  origin: string
  size: number
  root: Buffer
}

// The signature type of Ed25519 in C2SP signed-note.
const ed25519 = Buffer.of(1)

const rawPublicKey = (key: KeyObject): Buffer =>
  Buffer.from((key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x as string, 'base64url')

const keyHash = (name: string, publicKey: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(ed25519).update(publicKey).digest().subarray(0, 4)

/** The verifier key of a log, as C2SP signed-note writes it: name, key hash and public key. */
export function verifierKey(origin: string, key: KeyObject): string {
  const publicKey = rawPublicKey(key)
  return `${origin}+${keyHash(origin, publicKey).toString('hex')}+${Buffer.concat([ed25519, publicKey]).toString('base64')}`
}

const bodyText = ({ origin, size, root }: CheckpointBody) => `${origin}\n${size}\n${root.toString('base64')}\n`

/** Signs a checkpoint: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519. */
export function signCheckpoint(body: CheckpointBody, privateKey: KeyObject): string {
  const text = bodyText(body)
  const signature = sign(null, Buffer.from(text), privateKey)
  const bytes = Buffer.concat([keyHash(body.origin, rawPublicKey(privateKey)), signature])
  return `${text}\n— ${body.origin} ${bytes.toString('base64')}\n`
}

/**
 * Reads a signed checkpoint and checks its signature.
 *
 * @param verifier a verifier key, as `verifierKey` writes it
 * @returns the body, or `undefined` when the note has another form or no valid signature of that key
 */
export function readCheckpoint(note: string, verifier: string): CheckpointBody | undefined {
  const [, name = '', hash = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifier) ?? []
  const end = note.indexOf('\n\n')
  if (end < 0) return undefined
  const text = note.slice(0, end + 1)
  const lines = text.split('\n')
  const [origin, size, root] = lines
  if (origin !== name || !/^(0|[1-9]\d*)$/.test(size ?? '') || !root) return undefined
  const body = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  if (body.root.length !== 32 || !Number.isSafeInteger(body.size)) return undefined
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== 33 || key[0] !== 1 || keyHash(name, key.subarray(1)).toString('hex') !== hash) return undefined
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') },
    format: 'jwk',
  })
  for (const line of note.slice(end + 2).split('\n')) {
    const [dash, signer, signature] = line.split(' ')
    if (dash !== '—' || signer !== name || !signature) continue
    const bytes = Buffer.from(signature, 'base64')
    if (bytes.subarray(0, 4).toString('hex') === hash && verify(null, Buffer.from(text), publicKey, bytes.subarray(4)))
      return body
  }
  return undefined
}
