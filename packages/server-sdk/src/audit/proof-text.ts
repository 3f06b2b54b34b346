import type { InclusionProof } from './log.ts'

/** A proof as C2SP tlog-proof writes it, with the bytes of the entry as `extra`, so that it stands alone. */
export const proofText = (bytes: Buffer, { index, proof, checkpoint }: InclusionProof): string =>
  [
    'c2sp.org/tlog-proof@v1',
    `extra ${bytes.toString('base64')}`,
    `index ${index}`,
    ...proof.map((hash) => hash.toString('base64')),
    '',
    checkpoint.note,
  ].join('\n')
