import type { SubProcessor } from '@sotto/contracts'
import { objectionDays, transferMechanisms } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { FormDialog } from './form-dialog.tsx'
import { StandingView } from './standing.tsx'
import { useLoaded } from './use-loaded.ts'
import { countryName, day, subProcessorStandings, transferNames } from './words.ts'

type Asking = { what: 'add' } | { what: 'end' | 'object' | 'settle'; of: SubProcessor } | null

/** Whoever processes data for the team, and what is planned. */
export function SubProcessors() {
  const { sotto, can } = useWorkspace()
  const [asking, setAsking] = useState<Asking>(null)
  const [loaded, again] = useLoaded(() => sotto.subProcessors.list(), [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  const all = loaded.state === 'ready' ? loaded.value.data : []
  const add = can('papers:write') && (
    <Button icon="add" onClick={() => setAsking({ what: 'add' })}>
      Add a sub-processor
    </Button>
  )
  return (
    <div class="register" aria-busy={loaded.state === 'loading'}>
      {loaded.state === 'ready' && all.length === 0 && (
        <Empty icon="people" title="No sub-processor yet">
          <p>
            Whoever processes personal data for you is listed here, and in the papers. Owners are told of a new one
            {` ${objectionDays} days`} before it is used, and may object.
          </p>
          {add}
        </Empty>
      )}
      {all.length > 0 && <p class="register-head">{add}</p>}
      <ul class="register-list">
        {all.map((one) => (
          <li key={one.id}>
            <div class="register-row">
              <strong>{one.name}</strong>
              <StandingView standing={subProcessorStandings[one.state]} />
              <span class="quiet">
                {one.purpose} · {one.data} · {countryName(one.country)} · {transferNames[one.transfer]}
              </span>
              <span class="quiet">
                {one.endedAt
                  ? `from ${day(one.startsAt)} until ${day(one.endedAt)}`
                  : `${one.state === 'active' ? 'since' : 'to be used from'} ${day(one.startsAt)}`}
              </span>
              {one.objection && (
                <p class="register-note">
                  Objection of {day(one.objection.at)}: {one.objection.reason}
                  {one.objection.settled &&
                    ` Settled on ${day(one.objection.settled.at)}: ${one.objection.settled.reason}`}
                </p>
              )}
              {can('papers:write') && one.state !== 'ended' && (
                <div class="register-actions">
                  {one.state === 'announced' && (
                    <Button onClick={() => setAsking({ what: 'object', of: one })}>Object</Button>
                  )}
                  {one.state === 'objected' && (
                    <Button onClick={() => setAsking({ what: 'settle', of: one })}>Settle the objection</Button>
                  )}
                  <Button kind="quiet" onClick={() => setAsking({ what: 'end', of: one })}>
                    End
                  </Button>
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Ask asking={asking} onClose={() => setAsking(null)} onDone={() => void again()} />
    </div>
  )
}

function Ask({ asking, onClose, onDone }: { asking: Asking; onClose: () => void; onDone: () => void }) {
  const { sotto } = useWorkspace()
  if (!asking) return null
  if (asking.what === 'end')
    return (
      <Confirmation
        title={`End ${asking.of.name}?`}
        act="End it"
        onClose={onClose}
        onConfirm={async () => {
          await sotto.subProcessors.end(asking.of.id, {})
          onDone()
        }}
      >
        <p>It stays in the list as one that is no longer used.</p>
      </Confirmation>
    )
  if (asking.what === 'object' || asking.what === 'settle')
    return (
      <FormDialog
        title={asking.what === 'object' ? `Object to ${asking.of.name}` : 'Settle the objection'}
        act={asking.what === 'object' ? 'Object' : 'Settle'}
        onClose={onClose}
        onSend={async (text) => {
          const reason = text('reason') ?? ''
          if (asking.what === 'object') await sotto.subProcessors.object(asking.of.id, { reason })
          else
            await sotto.subProcessors.settle(asking.of.id, {
              outcome: text('outcome') === 'not-used' ? 'not-used' : 'withdrawn',
              reason,
            })
          onDone()
        }}
      >
        {(wrong) => (
          <>
            {asking.what === 'settle' && (
              <ChoiceField
                label="What came of it"
                name="outcome"
                options={[
                  ['withdrawn', 'The objection is withdrawn'],
                  ['not-used', 'It will not be used'],
                ]}
              />
            )}
            <TextField label="Why" name="reason" long wrong={wrong('reason')} />
          </>
        )}
      </FormDialog>
    )
  return (
    <FormDialog
      title="Add a sub-processor"
      act="Add it"
      onClose={onClose}
      onSend={async (text) => {
        const inUseSince = text('inUseSince')
        await sotto.subProcessors.add({
          name: text('name') ?? '',
          purpose: text('purpose') ?? '',
          data: text('data') ?? '',
          address: text('address'),
          country: (text('country') ?? '').toUpperCase(),
          transfer: transferMechanisms.find((one) => one === text('transfer')) ?? 'none-needed',
          transferDetails: text('transferDetails'),
          ...(inUseSince ? { inUseSince } : {}),
        })
        onDone()
      }}
    >
      {(wrong) => (
        <>
          <TextField label="Name" name="name" wrong={wrong('name')} />
          <TextField label="What it does" name="purpose" placeholder="Runs the database" wrong={wrong('purpose')} />
          <TextField label="Which data it gets" name="data" wrong={wrong('data')} />
          <TextField label="Address" name="address" wrong={wrong('address')} />
          <TextField
            label="Country"
            name="country"
            hint="Where it processes: two letters, such as IE"
            wrong={wrong('country')}
          />
          <ChoiceField
            label="Safeguard for the transfer"
            name="transfer"
            options={transferMechanisms.map((one) => [one, transferNames[one]] as const)}
          />
          <TextField label="Details of the safeguard" name="transferDetails" wrong={wrong('transferDetails')} />
          <TextField
            label="In use since"
            name="inUseSince"
            type="date"
            hint={`Leave empty for a new one: owners are told, and it begins in ${objectionDays} days`}
            wrong={wrong('inUseSince')}
          />
        </>
      )}
    </FormDialog>
  )
}
