import type { Breach, BreachRecipient } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Failed } from '../design/notice.tsx'
import { now } from '../design/time.ts'
import { count } from '../design/words.ts'
import { fetchFile } from '../log/download.ts'
import { BreachFields, breachInput, local } from './breach-fields.tsx'
import { clockStanding } from './breaches.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { FormDialog } from './form-dialog.tsx'
import { StandingView } from './standing.tsx'
import { useLoaded } from './use-loaded.ts'
import { day } from './words.ts'

const recipients: Readonly<Record<BreachRecipient, string>> = {
  team: 'The team',
  authority: 'The authority',
  people: 'The people',
}

const when = (iso: string | null) =>
  iso === null
    ? null
    : `${day(iso)}, ${new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`

const factsOf = (breach: Breach): [string, string | null][] => [
  ['You noticed it', when(breach.awareAt)],
  ['Whoever runs the service noticed it', when(breach.operatorAwareAt)],
  ['It happened', [when(breach.happenedFrom), when(breach.happenedUntil)].filter(Boolean).join(' to ') || null],
  ['What happened', breach.nature],
  [
    'People',
    [breach.people, breach.approximatePeople?.toLocaleString('en-GB')].filter(Boolean).join(', about ') || null,
  ],
  [
    'Records',
    [breach.records, breach.approximateRecords?.toLocaleString('en-GB')].filter(Boolean).join(', about ') || null,
  ],
  ['Who can be asked', breach.contact],
  ['What is likely to follow', breach.consequences],
  ['What was done, and is proposed', breach.measures],
  ['Risk to people', [breach.risk, breach.riskReason].filter(Boolean).join(': ')],
  ['Why the authority was told late', breach.delayReason],
]

/** One breach: its clocks, what is known, whom the log names, and who was told what. */
export function BreachView({ id }: { id: string }) {
  const { sotto, can } = useWorkspace()
  const [asking, setAsking] = useState<'change' | 'measure' | 'report' | 'close' | null>(null)
  const [loaded, again, keep] = useLoaded(() => sotto.breaches.get(id), [sotto, id])
  useTitle(loaded.state === 'ready' ? loaded.value.title : 'Breach')
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  if (loaded.state === 'loading') return <div aria-busy="true" class="scroller" />
  const breach = loaded.value
  const done = () => setAsking(null)
  const letter = (to: 'authority' | 'people') =>
    fetchFile(`/v1/breaches/${id}/letter?to=${to}&format=pdf`, `breach-${to}.pdf`)
  return (
    <div class="scroller register breach">
      <h2>{breach.title}</h2>
      <p class="register-standings">
        {breach.clocks.map((clock) => (
          <StandingView key={clock.of} standing={clockStanding(clock, now.value.getTime())} />
        ))}
        {breach.state === 'closed' && <StandingView standing={{ text: 'Closed', icon: 'done', tone: 'quiet' }} />}
      </p>
      <div class="register-actions">
        {can('breaches:write') && (
          <>
            <Button onClick={() => setAsking('change')}>Change what is known</Button>
            <Button icon="search" onClick={() => setAsking('measure')}>
              Find affected people
            </Button>
            {breach.state === 'open' && <Button onClick={() => setAsking('report')}>Write down a report</Button>}
            {breach.state === 'open' && <Button onClick={() => setAsking('close')}>Close</Button>}
          </>
        )}
        <Button icon="document" onClick={() => letter('authority')}>
          Draft for the authority
        </Button>
        <Button icon="document" onClick={() => letter('people')}>
          Draft for people
        </Button>
      </div>
      <dl class="register-facts">
        {factsOf(breach).map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={text ? '' : 'quiet'}>{text ?? 'not written down yet'}</dd>
          </div>
        ))}
        <div>
          <dt>People in the log</dt>
          <dd class={breach.affected ? '' : 'quiet'}>
            {breach.affected
              ? `${count(breach.affected.people, 'person', 'people')} in ${count(breach.affected.entries, 'entry', 'entries')}, from ${when(breach.affected.window.since)} to ${when(breach.affected.window.until)}${breach.affected.forgotten > 0 ? `; ${count(breach.affected.forgotten, 'entry', 'entries')} about people who are erased` : ''}`
              : 'not looked for yet'}
          </dd>
        </div>
      </dl>
      <h3>Who was told</h3>
      {breach.reports.length === 0 && <p class="quiet">Nobody yet.</p>}
      <ul class="register-list">
        {breach.reports.map((report, index) => (
          <li key={index}>
            <div class="register-row">
              <strong>
                {recipients[report.to]}, phase {report.phase}
              </strong>
              <span class="quiet">{when(report.at)}</span>
              <p class="register-note">{report.text}</p>
            </div>
          </li>
        ))}
      </ul>
      {asking === 'change' && (
        <FormDialog
          title="What is known"
          act="Save"
          onClose={done}
          onSend={async (text) => keep(await sotto.breaches.update(id, breachInput(text)))}
        >
          {(wrong) => <BreachFields breach={breach} wrong={wrong} />}
        </FormDialog>
      )}
      {asking === 'measure' && (
        <FormDialog
          title="Find affected people"
          act="Look in the log"
          onClose={done}
          onSend={async (text) =>
            keep(
              await sotto.breaches.findAffected(id, {
                since: text('since') ? new Date(text('since') ?? '').toISOString() : '',
                until: text('until') ? new Date(text('until') ?? '').toISOString() : '',
                actorId: text('actorId'),
                action: text('action'),
              }),
            )
          }
        >
          {(wrong) => (
            <>
              <p class="quiet">Everybody about whom there are entries in the log, in this time.</p>
              <TextField
                label="From"
                name="since"
                type="datetime-local"
                value={local(breach.happenedFrom)}
                wrong={wrong('since')}
              />
              <TextField
                label="Until"
                name="until"
                type="datetime-local"
                value={local(breach.happenedUntil ?? breach.awareAt)}
                wrong={wrong('until')}
              />
              <TextField
                label="By whom"
                name="actorId"
                hint="The id of a member or key; empty: anybody"
                wrong={wrong('actorId')}
              />
              <TextField
                label="What"
                name="action"
                hint="A word of the log, such as contact.read; empty: anything"
                wrong={wrong('action')}
              />
            </>
          )}
        </FormDialog>
      )}
      {asking === 'report' && (
        <FormDialog
          title="Write down a report"
          act="Write it down"
          onClose={done}
          onSend={async (text) => {
            const to = (['team', 'authority', 'people'] as const).find((one) => one === text('to')) ?? 'authority'
            keep(await sotto.breaches.report(id, { to, text: text('text') ?? '' }))
          }}
        >
          {(wrong) => (
            <>
              <ChoiceField
                label="Who was told"
                name="to"
                options={[
                  ['authority', recipients.authority],
                  ['people', recipients.people],
                  ['team', recipients.team],
                ]}
              />
              <TextField label="What was said" name="text" long wrong={wrong('text')} />
            </>
          )}
        </FormDialog>
      )}
      {asking === 'close' && (
        <Confirmation
          title="Close the breach?"
          act="Close it"
          kind="primary"
          onClose={done}
          onConfirm={async () => keep(await sotto.breaches.close(id, {}))}
        >
          <p>It stays in the register. It can be closed once everything is written down that the law asks for.</p>
        </Confirmation>
      )}
    </div>
  )
}
