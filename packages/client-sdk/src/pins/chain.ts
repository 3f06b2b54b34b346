import { createHash, X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'

/** The pin of a certificate's key: `sha256/` and the Base64 of the SHA-256 of its SubjectPublicKeyInfo (RFC 7469, 2.4). */
export const pinOf = ({ publicKey }: X509Certificate): string =>
  `sha256/${createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`

/**
 * The certificates that really vouch for the connection: the server's own, then each whose key signed the one before.
 * A server may send along whatever it likes, also a certificate made up around a pinned key; only a signature by that
 * key counts.
 */
export function voucherChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw) {
    const certificate = new X509Certificate(next.raw)
    const last = chain.at(-1)
    if (last && !(certificate.ca && last.checkIssued(certificate) && last.verify(certificate.publicKey))) break
    chain.push(certificate)
    // A root is its own issuer.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate
  }
  return chain
}
