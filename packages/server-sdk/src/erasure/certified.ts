/** Why something stays. */
export interface Withholding {
  why: 'legal-hold' | 'legal-obligation'
  /** The reason code of a hold, or which law. Never a name. */
  ground: string
  /** `null` where nobody knows yet. */
  until: string | null
}

export interface WithheldRows extends Withholding {
  collection: string
  count: number
}

/** A provider of models that the person's words went to. */
export interface ProviderForecast {
  provider: string
  model: string
  /** Where it went. */
  endpoint: string | null
  /** When the last of it went there. */
  last: string
  calls: number
  /** For how many days the provider attests to keep what it gets; `unknown` where nothing is attested. */
  retentionDays: number | 'unknown'
  /** Where that stands: an address, or the hash of a document. */
  evidence: string | null
  /** By when it is deleted there, by that; `null` where nothing is attested. */
  clear: string | null
}

/** What a person gets: signed, and to be checked by `sotto-verify certificate`. */
export interface CertificateFile {
  /** The format. */
  'sotto-certificate': 1
  /** Canonical JSON (RFC 8785) of `Certificate`. */
  certificate: string
  /** Ed25519 over `sotto-certificate-v1\n`, the certificate, `\n` and the proof, Base64. */
  signature: string
  /** The key of the log, as C2SP signed-note writes it. */
  verifier: string
  /** That the log has the entry with this certificate's hash: a C2SP tlog-proof. */
  proof: string
  /** What became known later, each signed and logged by itself. */
  supplements: SupplementFile[]
}

/** What became known after a certificate, signed. */
export interface SupplementFile {
  /** Canonical JSON of `Supplement`. */
  supplement: string
  /** Ed25519 over `sotto-supplement-v1\n`, the supplement, `\n` and the proof, Base64. */
  signature: string
  /** That the log has the entry with this supplement's hash: a C2SP tlog-proof. */
  proof: string
}

/** The facts of an erasure. Nothing of the person but an HMAC. */
export interface Certificate {
  /** The id of the erasure. */
  erasure: string
  /** The id of the team. */
  team: string
  /** The request that asked for it, as whoever began it named it. */
  request: string | null
  /** HMAC-SHA-256 under the nonce, hex, of the normalised address; the nonce is given to the person alone. */
  person: { address: 'email' | 'phone' | 'external-id' | 'contact-id' | 'team'; hmac: string }
  /** ISO 8601, UTC; so are all times of it. */
  begun: string
  completed: string
  /** Rows by what became of them, and which fields of anonymised ones remain. */
  collections: {
    collection: string
    deleted: number
    anonymised: number
    withheld: number
    kept: { field: string; as: 'as is' | 'day' }[]
  }[]
  /** How many keys were destroyed, and the epoch of that moment: old copies open until its key is destroyed as well. */
  keys: { destroyed: number; epoch: string }
  withheld: WithheldRows[]
  /**
   * What was looked through afterwards. Mentions are rows of others in which an exact identifier of the person stands;
   * unreadable are those of others that were changed outside of Sotto, so that nobody could look into them.
   */
  scan: { rows: number; collections: number; found: 0; mentions: number; unreadable: number }
  /** What those answered to whom the team gives data. */
  processors: ProcessorReceipt[]
  /** What model providers may still have. */
  providers: ProviderForecast[]
  /** When backups of the keys open nothing of this any more: a forecast, confirmed by a supplement. */
  backups: { method: 'key-destruction'; expected: string; confirmation: 'supplement' }
  /** Until when imports, syncs and marketing are kept from knowing the address again; `null` where there is none. */
  suppressedUntil: string | null
}

/** What became known after a certificate. */
export interface Supplement {
  /** SHA-256 of the certificate, hex. */
  certificate: string
  erasure: string
  team: string
  /** ISO 8601, UTC. */
  at: string
  /**
   * - `backups-unreadable`: the key that old copies need was destroyed
   * - `processors`: what they have answered since
   * - `swept`: rows that were in flight when it ran, and were found by the second look
   */
  says:
    | { what: 'backups-unreadable'; epoch: string; destroyed: string }
    | { what: 'processors'; processors: ProcessorReceipt[] }
    | { what: 'swept'; rows: number }
}

/** What a processor said of an erasure, or that it says nothing. */
export interface ProcessorReceipt {
  name: string
  delivery: string
  state: 'waiting' | 'received' | 'silent'
  /** When it answered. */
  at: string | null
  /** HTTP status. */
  status: number | null
  /** SHA-256 of its answer, hex. */
  answer: string | null
}
