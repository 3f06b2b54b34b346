import { AttestationInput, type Evidence, type ModelProvider } from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { evidenceFiles, providerAttestations } from './declare.ts'
import type { ConfiguredEndpoint } from './dependencies.ts'

type Row = DocumentOf<typeof providerAttestations>

const bare = (endpoint: string) => endpoint.replace(/\/+$/, '')
const evidenceOf = ({ link, evidenceId }: Pick<Row, 'link' | 'evidenceId'>): Evidence =>
  (evidenceId ? { kind: 'file', evidenceId } : { kind: 'link', url: link ?? '' }) as Evidence

function present(
  endpoint: string,
  configured: readonly ConfiguredEndpoint[],
  newest: Row | undefined,
  now: Date,
): ModelProvider {
  const isCurrent = newest !== undefined && newest.validUntil > now
  return {
    endpoint,
    provider: configured[0]?.provider ?? new URL(endpoint).hostname,
    configured: configured.map(({ use, model }) => ({ use, model })),
    training: isCurrent ? newest.training : 'unknown',
    retentionDays: isCurrent ? newest.retentionDays : null,
    attested: newest
      ? {
          training: newest.training,
          retentionDays: newest.retentionDays,
          country: newest.country,
          transfer: newest.transfer,
          evidence: evidenceOf(newest),
          statedOn: newest.statedOn.toISOString().slice(0, 10),
          validUntil: newest.validUntil.toISOString().slice(0, 10),
          attestedAt: newest.attestedAt.toISOString(),
          attestedBy: newest.attestedBy,
        }
      : null,
    isCurrent,
  }
}

/** Every endpoint to which text leaves, and every other of which something was attested. */
export async function readModelProviders(
  scope: TeamScope,
  configured: readonly ConfiguredEndpoint[],
): Promise<ModelProvider[]> {
  const rows = scope.collection(providerAttestations)
  const all = await rows.openAll(await rows.find({}, { sort: { attestedAt: -1, id: -1 }, limit: 1000 }))
  const endpoints = [
    ...new Set([...configured.map(({ endpoint }) => bare(endpoint)), ...all.map((row) => row.endpoint)]),
  ]
  return endpoints.map((endpoint) =>
    present(
      endpoint,
      configured.filter((one) => bare(one.endpoint) === endpoint),
      all.find((row) => row.endpoint === endpoint),
      scope.now(),
    ),
  )
}

/** What is known of what an endpoint does with what it got. */
export interface ProviderTerms {
  retentionDays: number | 'unknown'
  training: 'no' | 'yes' | 'unknown'
  /** Where that stands: an address, or the SHA-256 of a file that is kept as evidence. */
  evidence?: string
  /** When it was attested, ISO 8601. */
  attestedAt?: string
}

/** What is attested of an endpoint at this moment; `unknown` where nothing is, or it is too old to count. */
export async function providerTerms(scope: TeamScope, endpoint: string): Promise<ProviderTerms> {
  const found = (await readModelProviders(scope, [])).find((one) => one.endpoint === bare(endpoint))
  if (!found?.isCurrent || !found.attested) return { retentionDays: 'unknown', training: 'unknown' }
  const { evidence, attestedAt } = found.attested
  const file =
    evidence.kind === 'file' ? await scope.collection(evidenceFiles).findOne({ id: evidence.evidenceId }) : null
  return {
    retentionDays: found.retentionDays ?? 'unknown',
    training: found.training,
    evidence: evidence.kind === 'link' ? evidence.url : `sha256:${file?.sha256 ?? ''}`,
    attestedAt,
  }
}

const refused = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

/** A year later; 29 February becomes 28 February. */
function yearAfter(time: Date): Date {
  const end = new Date(time)
  end.setUTCFullYear(time.getUTCFullYear() + 1)
  if (end.getUTCMonth() !== time.getUTCMonth()) end.setUTCDate(0)
  return end
}

export function modelProviderService(
  scope: TeamScope,
  { endpoints, actor }: { endpoints: readonly ConfiguredEndpoint[]; actor: string | null },
) {
  return {
    list: async (): Promise<{ data: ModelProvider[] }> => ({ data: await readModelProviders(scope, endpoints) }),

    /** What an endpoint does with what it gets, at this moment. */
    terms: (endpoint: string): Promise<ProviderTerms> => providerTerms(scope, endpoint),

    /**
     * The newest attestation of an endpoint counts, until it is too old.
     *
     * @throws SottoError `invalid_request`; `not_found` for evidence that is not there
     */
    async attest(given: AttestationInput): Promise<ModelProvider> {
      const { evidence, endpoint, statedOn, validUntil, ...input } = accepted(AttestationInput, given)
      const now = scope.now()
      if (new Date(statedOn) > now) throw refused('statedOn', 'must not lie in the future')
      const until = validUntil === undefined ? yearAfter(now) : new Date(validUntil)
      if (until <= now) throw refused('validUntil', 'must lie in the future')
      const evidenceId = evidence.kind === 'file' ? evidence.evidenceId : null
      if (evidenceId && !(await scope.collection(evidenceFiles).findOne({ id: evidenceId }))) throw notFound('evidence')
      await scope.collection(providerAttestations).insert(
        {
          ...input,
          endpoint: bare(endpoint),
          statedOn: new Date(statedOn),
          validUntil: until,
          attestedAt: now,
          attestedBy: actor,
          evidenceId,
          link: evidence.kind === 'link' ? evidence.url : null,
        },
        { action: 'model-provider.attested' },
      )
      const all = await readModelProviders(scope, endpoints)
      return all.find((one) => one.endpoint === bare(endpoint)) as ModelProvider
    },
  }
}
