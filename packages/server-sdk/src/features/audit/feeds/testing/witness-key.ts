import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

/** The key id of a witness and its verifier key (C2SP tlog-cosignature, type 4). */
export function witnessKey(name: string, privateKey: KeyObject): { id: Buffer; verifier: string } {
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x as string, 'base64url')
  const key = Buffer.concat([Buffer.of(4), raw])
  const id = createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4)
  return { id, verifier: `${name}+${id.toString('hex')}+${key.toString('base64')}` }
}
