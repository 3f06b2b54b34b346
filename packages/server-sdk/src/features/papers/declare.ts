import { assuranceStandards, paperNames, transferMechanisms } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, plain } from '../../data-map/index.ts'

const shared = {
  about: 'nobody',
  unit: 'own',
  purpose: 'Papers that the law asks for',
  basis: 'legal-obligation',
} as const

/** Who answers for the data, as papers say it: one row for each team, under its id. */
export const legalEntities = collection('legalEntities', {
  ...shared,
  id: 'own',
  retention: { category: 'team', since: 'changedAt', afterwards: 'delete' },
  log: 'legal-entity',
  fields: {
    changedAt: plain(z.date()),
    // It may name people of the team, who are to be forgotten when they leave: the log says which fields changed.
    entity: confidential(z.record(z.string(), z.unknown()), { inLog: false }),
  },
})

/** A paper as it was published: `<team>.<paper>.<version>`. Written once. */
export const paperVersions = collection('paperVersions', {
  ...shared,
  id: 'own',
  retention: { category: 'team', since: 'publishedAt', afterwards: 'delete' },
  log: 'paper',
  fields: {
    paper: plain(z.enum(paperNames)),
    number: plain(z.number().int()),
    /** SHA-256 of the Markdown, hex. */
    hash: plain(z.string()),
    publishedAt: plain(z.date()),
    publishedBy: plain(z.string().nullable()),
    title: confidential(z.string(), { inLog: false }),
    /** JSON: what pages and PDF are made of. */
    blocks: confidential(z.string(), { inLog: false }),
    markdown: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ paper: 1, number: -1 }],
})

/** Whoever processes data for the team's processor. Rows stay when they end: the list has to say so. */
export const subProcessors = collection('subProcessors', {
  ...shared,
  id: 'subProcessor',
  retention: { category: 'team', since: 'announcedAt', afterwards: 'delete' },
  log: 'sub-processor',
  fields: {
    country: plain(z.string()),
    transfer: plain(z.enum(transferMechanisms)),
    announcedAt: plain(z.date()),
    startsAt: plain(z.date()),
    endedAt: plain(z.date().nullable()),
    objectedAt: plain(z.date().nullable()),
    objectedBy: plain(z.string().nullable()),
    settledAt: plain(z.date().nullable()),
    outcome: plain(z.enum(['withdrawn', 'not-used']).nullable()),
    name: confidential(z.string()),
    purpose: confidential(z.string()),
    data: confidential(z.string()),
    address: confidential(z.string().nullable()),
    transferDetails: confidential(z.string().nullable()),
    contact: confidential(z.string().nullable()),
    objection: confidential(z.string().nullable()),
    settlement: confidential(z.string().nullable()),
  },
  indexes: [{ announcedAt: 1 }],
})

/** What somebody of the team says that a model provider does with what it gets. The newest of an endpoint counts. */
export const providerAttestations = collection('providerAttestations', {
  ...shared,
  id: 'attestation',
  retention: { category: 'team', since: 'attestedAt', afterwards: 'delete' },
  log: 'model-provider',
  fields: {
    endpoint: plain(z.string()),
    training: plain(z.enum(['no', 'yes'])),
    retentionDays: plain(z.number().int().nullable()),
    country: plain(z.string()),
    transfer: plain(z.enum(transferMechanisms)),
    statedOn: plain(z.date()),
    validUntil: plain(z.date()),
    attestedAt: plain(z.date()),
    attestedBy: plain(z.string().nullable()),
    evidenceId: plain(z.string().nullable()),
    link: confidential(z.string().nullable()),
  },
  indexes: [{ endpoint: 1, attestedAt: -1 }],
})

/** Files that show that something said in papers is so. */
export const evidenceFiles = collection('evidenceFiles', {
  ...shared,
  id: 'evidence',
  retention: { category: 'team', since: 'addedAt', afterwards: 'delete' },
  log: 'evidence',
  fields: {
    mediaType: plain(z.enum(['application/pdf', 'text/plain', 'image/png', 'image/jpeg'])),
    bytes: plain(z.number().int()),
    sha256: plain(z.string()),
    addedAt: plain(z.date()),
    filename: confidential(z.string()),
    /** Base64. */
    content: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ addedAt: -1 }],
})

/** Who signed which version of which paper. Written once. */
export const paperSignatures = collection('paperSignatures', {
  ...shared,
  id: 'signature',
  retention: { category: 'team', since: 'signedAt', afterwards: 'delete' },
  log: 'paper',
  fields: {
    paper: plain(z.enum(paperNames)),
    number: plain(z.number().int()),
    hash: plain(z.string()),
    party: plain(z.enum(['own', 'other'])),
    signedAt: plain(z.date()),
    memberId: plain(z.string().nullable()),
    evidenceId: plain(z.string().nullable()),
    name: confidential(z.string()),
    title: confidential(z.string()),
    /** Canonical JSON, with the signature of the log's key over it. */
    receipt: confidential(z.string(), { inLog: false }),
    signature: confidential(z.string(), { inLog: false }),
    verifier: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ paper: 1, signedAt: -1 }],
})

/** Reports of auditors that were uploaded: nothing says that something is certified without one. */
export const assuranceReports = collection('assuranceReports', {
  ...shared,
  id: 'assuranceReport',
  retention: { category: 'team', since: 'addedAt', afterwards: 'delete' },
  log: 'assurance-report',
  fields: {
    standard: plain(z.enum(assuranceStandards)),
    issuedOn: plain(z.date()),
    validUntil: plain(z.date()),
    evidenceId: plain(z.string()),
    sha256: plain(z.string()),
    addedAt: plain(z.date()),
    issuer: confidential(z.string()),
  },
  indexes: [{ issuedOn: -1 }],
})

export const paperCollections = [
  legalEntities,
  paperVersions,
  subProcessors,
  providerAttestations,
  evidenceFiles,
  paperSignatures,
  assuranceReports,
] as const
