export {
  type AgreementOptions,
  type AgreementVerdict,
  type SignedAgreement,
  verifyAgreement,
} from './agreement/agreement.ts'
export type { CertifiedCollection, ErasureCertificate, ErasureSupplement } from './certificate/certificate.ts'
export {
  type CertificateOptions,
  type CertificateVerdict,
  verifyCertificate,
} from './certificate/verify-certificate.ts'
export { FormatError } from './errors/format-error.ts'
export { SignatureError } from './errors/signature-error.ts'
export type { Evidence, KeptCheckpoint } from './export/anchors.ts'
export type {
  CheckedCheckpoint,
  Interval,
  LogVerdict,
  Problem,
  ProblemCode,
  SectionVerdict,
  ShownEntry,
} from './export/verdict.ts'
export { type LogOptions, verifyLog } from './export/verify-log.ts'
export { type Checkpoint, parseCheckpoint, readCheckpoint } from './note/checkpoint.ts'
export { type Cosignature, cosignatureOf } from './note/cosignature.ts'
export { type NoteSignature, readNote, type SignedNote, signatureOf } from './note/signed-note.ts'
export { readVerifierKey, type SignatureType, type VerifierKey } from './note/verifier-key.ts'
export { type ConsistencyProof, readConsistencyProof } from './proof/consistency-proof.ts'
export { type LogProof, readLogProof } from './proof/log-proof.ts'
export type { Verdict } from './proof/verdict.ts'
export { type ProofOptions, type ProofVerdict, verifyProof } from './proof/verify-proof.ts'
export {
  type CheckpointVerdict,
  type ConsistencyVerdict,
  verifyCheckpoint,
  verifyStates,
} from './proof/verify-states.ts'
export { type ConsentReceipt, type ReceiptOptions, type ReceiptVerdict, verifyReceipt } from './receipt/receipt.ts'
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './tree/proofs.ts'
