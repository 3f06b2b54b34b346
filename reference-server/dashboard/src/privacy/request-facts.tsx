import type { PrivacyRequestDetail } from '@sotto/contracts'
import { Withheld } from './erasure-plan.tsx'
import { correctedNames, erasureStep, groundNames } from './words.ts'

/** What the person said, what they want changed, how a run stands, and what was decided. */
export function RequestFacts({ request }: { request: PrivacyRequestDetail }) {
  const { reason, changes, current, decision, erasure, agent, purposes, marketing, email, phone } = request
  const isRunning = erasure && (erasure.state === 'running' || erasure.state === 'failed')
  return (
    <>
      <dl class="request-facts">
        {email && (
          <div>
            <dt>Address</dt>
            <dd>{email}</dd>
          </div>
        )}
        {phone && (
          <div>
            <dt>Telephone</dt>
            <dd>{phone}</dd>
          </div>
        )}
        {agent && (
          <div>
            <dt>Agent</dt>
            <dd>
              {agent.name}, {agent.email}
            </dd>
          </div>
        )}
        {reason && (
          <div>
            <dt>In their words</dt>
            <dd class="request-words">{reason}</dd>
          </div>
        )}
        {marketing && (
          <div>
            <dt>About</dt>
            <dd>Advertising alone</dd>
          </div>
        )}
        {purposes.length > 0 && (
          <div>
            <dt>Purposes</dt>
            <dd>{purposes.join(', ')}</dd>
          </div>
        )}
        {decision && (
          <div>
            <dt>{decision.ground ? 'Refused' : 'Answer'}</dt>
            <dd>
              {decision.ground && <strong>{groundNames[decision.ground]}. </strong>}
              {decision.reason}
            </dd>
          </div>
        )}
      </dl>
      {changes && (
        <section aria-labelledby="changes-heading">
          <div class="request-section-head">
            <h3 id="changes-heading">What shall stand there</h3>
          </div>
          <dl class="request-facts">
            {Object.entries(changes).map(([field, value]) => (
              <div key={field}>
                <dt>{correctedNames[field] ?? field}</dt>
                <dd>
                  {current && (
                    <>
                      <del>{current[field as keyof typeof current] ?? 'nothing'}</del>{' '}
                    </>
                  )}
                  <ins>{value ?? 'nothing'}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {current && !changes && (
        <p class="request-nothing quiet">The person sees what stands there, and has not said yet what is wrong.</p>
      )}
      {isRunning && (
        <p class="export-progress" role={erasure.state === 'failed' ? 'alert' : undefined}>
          <progress max={Math.max(1, erasure.progress.total)} value={erasure.progress.done} aria-label="Erasure" />
          <span class={erasure.state === 'failed' ? 'bad' : 'quiet'}>
            {erasure.state === 'failed' ? 'It stopped and is tried again' : erasureStep(erasure.step)}
          </span>
        </p>
      )}
      {!request.plan && erasure && erasure.withheld.length > 0 && <Withheld withheld={erasure.withheld} />}
    </>
  )
}
