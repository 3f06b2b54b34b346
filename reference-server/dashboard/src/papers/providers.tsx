import type { EvidenceFile, ModelProvider } from '@sotto/contracts'
import { transferMechanisms } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { fetchFile } from '../log/download.ts'
import { ChoiceField, TextField } from './fields.tsx'
import { FormDialog, FormRefusal } from './form-dialog.tsx'
import { StandingView } from './standing.tsx'
import { uploadEvidence } from './upload-evidence.ts'
import { useLoaded } from './use-loaded.ts'
import { countryName, day, type Standing, transferNames } from './words.ts'

const standingOf = ({ isCurrent, attested, configured }: ModelProvider): Standing =>
  isCurrent
    ? { text: 'Attested', icon: 'verified', tone: 'good' }
    : attested
      ? { text: 'Too old to count', icon: 'history', tone: 'wait' }
      : { text: 'Unknown', icon: 'trouble', tone: configured.length > 0 ? 'bad' : 'quiet' }

/** Where text leaves for a model, and what is known of what happens to it there. */
export function Providers() {
  const { sotto, can } = useWorkspace()
  const [attesting, setAttesting] = useState<ModelProvider | null>(null)
  const [loaded, again] = useLoaded(async () => {
    const [providers, evidence] = await Promise.all([sotto.modelProviders.list(), sotto.evidence.list()])
    return { providers: providers.data, evidence: evidence.data }
  }, [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  const { providers, evidence } = loaded.state === 'ready' ? loaded.value : { providers: [], evidence: [] }
  return (
    <div class="register" aria-busy={loaded.state === 'loading'}>
      {loaded.state === 'ready' && providers.length === 0 && (
        <Empty icon="bot" title="No text leaves">
          <p>Answers and vectors are made on this server. A model that is configured appears here by itself.</p>
        </Empty>
      )}
      <ul class="register-list">
        {providers.map((one) => (
          <li key={one.endpoint}>
            <div class="register-row">
              <strong>{one.provider}</strong>
              <StandingView standing={standingOf(one)} />
              <span class="quiet register-code">{one.endpoint}</span>
              <span class="quiet">
                {one.configured.length > 0
                  ? one.configured.map(({ use, model }) => `${use}: ${model}`).join(', ')
                  : 'not used at present'}
              </span>
              <dl class="register-facts">
                <div>
                  <dt>Learns from it</dt>
                  <dd>{one.training}</dd>
                </div>
                <div>
                  <dt>Keeps it</dt>
                  <dd>{one.retentionDays === null ? 'unknown' : `${one.retentionDays} days`}</dd>
                </div>
                <div>
                  <dt>Where</dt>
                  <dd>
                    {one.attested && one.isCurrent
                      ? `${countryName(one.attested.country)}, ${transferNames[one.attested.transfer].toLowerCase()}`
                      : 'unknown'}
                  </dd>
                </div>
                {one.attested && (
                  <div>
                    <dt>Evidence</dt>
                    <dd>
                      <EvidenceLink provider={one} files={evidence} /> of {day(one.attested.statedOn)}, counts until{' '}
                      {day(one.attested.validUntil)}
                    </dd>
                  </div>
                )}
              </dl>
              {can('papers:write') && (
                <div class="register-actions">
                  <Button onClick={() => setAttesting(one)}>{one.attested ? 'Attest again' : 'Attest'}</Button>
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      {attesting && (
        <AttestDialog provider={attesting} onClose={() => setAttesting(null)} onDone={() => void again()} />
      )}
    </div>
  )
}

function EvidenceLink({ provider: { attested }, files }: { provider: ModelProvider; files: readonly EvidenceFile[] }) {
  const evidence = attested?.evidence
  if (!evidence) return null
  if (evidence.kind === 'link')
    return (
      <a href={evidence.url} target="_blank" rel="noreferrer">
        {new URL(evidence.url).hostname}
      </a>
    )
  const file = files.find(({ id }) => id === evidence.evidenceId)
  return (
    <button
      type="button"
      class="text-button"
      onClick={() => fetchFile(`/v1/evidence/${evidence.evidenceId}/file`, file?.filename ?? 'evidence')}
    >
      {file?.filename ?? 'a file'}
    </button>
  )
}

function AttestDialog({
  provider,
  onClose,
  onDone,
}: {
  provider: ModelProvider
  onClose: () => void
  onDone: () => void
}) {
  const { sotto } = useWorkspace()
  const before = provider.attested
  return (
    <FormDialog
      title={`Attest ${provider.provider}`}
      act="Attest"
      onClose={onClose}
      onSend={async (text, form) => {
        const file = form.querySelector<HTMLInputElement>('[name=file]')?.files?.[0]
        const link = text('link')
        if (!file && !link) throw new FormRefusal('Give a link, or a file that shows it.')
        const days = text('retentionDays')
        const evidence = file
          ? ({ kind: 'file', evidenceId: (await uploadEvidence(sotto, file)).id } as const)
          : ({ kind: 'link', url: link ?? '' } as const)
        await sotto.modelProviders.attest({
          endpoint: provider.endpoint,
          training: text('training') === 'yes' ? 'yes' : 'no',
          retentionDays: days === null ? null : Number(days),
          country: (text('country') ?? '').toUpperCase(),
          transfer: transferMechanisms.find((one) => one === text('transfer')) ?? 'none-needed',
          evidence,
          statedOn: text('statedOn') ?? '',
        })
        onDone()
      }}
    >
      {(wrong) => (
        <>
          <p class="quiet">Say what {provider.endpoint} does with text that it gets, and where that stands.</p>
          <ChoiceField
            label="Learns from it"
            name="training"
            value={before?.training}
            options={[
              ['no', 'No'],
              ['yes', 'Yes'],
            ]}
          />
          <TextField
            label="Keeps it for days"
            name="retentionDays"
            type="number"
            hint="Leave empty where it does not say"
            value={before?.retentionDays?.toString()}
            wrong={wrong('retentionDays')}
          />
          <TextField
            label="Country"
            name="country"
            hint="Two letters, such as IE"
            value={before?.country}
            wrong={wrong('country')}
          />
          <ChoiceField
            label="Safeguard for the transfer"
            name="transfer"
            value={before?.transfer}
            options={transferMechanisms.map((one) => [one, transferNames[one]] as const)}
          />
          <TextField label="Stated on" name="statedOn" type="date" value={before?.statedOn} wrong={wrong('statedOn')} />
          <TextField label="Link to where it stands" name="link" type="url" wrong={wrong('evidence.url')} />
          <label class="field">
            <span>Or a file that shows it</span>
            <input type="file" name="file" accept=".pdf,.txt,.png,.jpg,.jpeg" />
          </label>
        </>
      )}
    </FormDialog>
  )
}
