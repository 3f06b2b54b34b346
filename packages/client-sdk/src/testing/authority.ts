import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const validity = { notBefore: new Date('2020-01-01'), notAfter: new Date('2120-01-01') }

export type KeyPair = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { privateKey: unknown }>

export interface Certified {
  certificate: X509Certificate
  keys: KeyPair
  pem: string
}

export const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<KeyPair>

let serial = 1

/** A certificate of a key, signed by an issuer or, without one, by itself. */
export async function certify(options: {
  name: string
  issuer?: Certified
  keys?: KeyPair
  isAuthority?: boolean
}): Promise<Certified> {
  const { name, issuer, isAuthority = false, keys = await newKeys() } = options
  serial += 1
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(4, '0'),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: isAuthority
      ? [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)]
      : [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  })
  return { certificate, keys, pem: certificate.toString('pem') }
}

export async function privateKeyPem({ keys }: Certified): Promise<string> {
  const der = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`
}

/** The pin of a certificate, computed from the key that it was made with. */
export async function pinOf({ keys }: Certified): Promise<string> {
  const spki = await crypto.subtle.exportKey('spki', keys.publicKey)
  return `sha256/${Buffer.from(await crypto.subtle.digest('SHA-256', spki)).toString('base64')}`
}
