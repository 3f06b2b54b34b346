import type { ConsentDeliveryHealth } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import { consentRecords } from './declare.ts'

const lookedAt = 500

/**
 * When a choice by this policy last arrived, and by which versions people choose. Looks at the newest records alone, and
 * opens none of them: when, by which policy and version is no secret of anybody.
 */
export async function deliveryHealth(scope: TeamScope, policyId: string): Promise<ConsentDeliveryHealth> {
  const newest = await scope.collection(consentRecords).find({}, { sort: { receivedAt: -1 }, limit: lookedAt })
  const own = newest.filter((row) => row.policyId === policyId)
  const versions = new Map<number, number>()
  for (const { policyVersion } of own)
    if (policyVersion !== null) versions.set(policyVersion, (versions.get(policyVersion) ?? 0) + 1)
  return {
    lastAt: own[0]?.receivedAt.toISOString() ?? null,
    lastVersion: own[0]?.policyVersion ?? null,
    versions: [...versions].map(([version, records]) => ({ version, records })).sort((a, b) => b.version - a.version),
    among: newest.length,
  }
}
