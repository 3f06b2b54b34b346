import { z } from 'zod'
import { id } from '../../ids.ts'

/** Where a team wants its log to go by itself. */
export const AuditSink = z
  .object({
    id: id('auditSink'),
    kind: z.enum(['siem', 'witness']),
    address: z.string().meta({ description: '`tls://host:port`, `tcp://host:port`, or the URL of a witness' }),
    sent: z
      .object({ origin: z.string(), size: z.int() })
      .nullable()
      .meta({ description: 'How much of the log has arrived there' }),
    problem: z.string().nullable().meta({ description: 'Why the last try had no success; null when it had' }),
    createdAt: z.string(),
  })
  .meta({ id: 'AuditSink' })
export type AuditSink = z.infer<typeof AuditSink>

const siemAddress = /^(tls|tcp):\/\/[^\s/@]+:\d{1,5}$/

/** Where the log goes by itself. */
export const AuditSinkInput = z
  .strictObject({
    kind: z.enum(['siem', 'witness']),
    address: z
      .string()
      .max(300)
      .meta({ description: '`tls://host:port` or `tcp://host:port` of a SIEM, `https://…` of a witness' }),
    certificate: z
      .string()
      .max(20_000)
      .startsWith('-----BEGIN CERTIFICATE-----')
      .optional()
      .meta({ description: 'Of a SIEM, PEM: trusted instead of the usual authorities' }),
    publicKey: z
      .string()
      .max(300)
      .regex(/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, 'must be a verifier key: name, key hash and key, joined by +')
      .optional()
      .meta({ description: 'Of a witness: its verifier key. Cosignatures of other keys are left out' }),
  })
  .check(({ value, issues }) => {
    const { kind, address, certificate, publicKey } = value
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message })
    if (kind === 'siem') {
      if (!siemAddress.test(address)) refuse('address', 'must be `tls://host:port` or `tcp://host:port`')
      if (publicKey !== undefined) refuse('publicKey', 'belongs to a witness')
    } else {
      if (!z.url({ protocol: /^https?$/ }).safeParse(address).success) refuse('address', 'must be the URL of a witness')
      if (publicKey === undefined) refuse('publicKey', 'must be the verifier key of the witness')
      if (certificate !== undefined) refuse('certificate', 'belongs to a SIEM')
    }
  })
export type AuditSinkInput = z.infer<typeof AuditSinkInput>
