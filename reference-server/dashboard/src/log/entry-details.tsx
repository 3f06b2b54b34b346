import type { AuditEntry } from '@sotto/client-sdk'
import type { ComponentChildren } from 'preact'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { ActorAvatar, useActorName } from './actors.tsx'
import { changeRows } from './change-rows.ts'
import { detailRows } from './facts.ts'
import { phraseOf, withArticle } from './phrases.ts'
import { Proof } from './proof.tsx'
import { Forgotten, useThing } from './things.tsx'
import { exactTime, logNumber, placeInWords } from './words.ts'

export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const { log } = useWorkspace()
  const { action, actor, at, before, after, details, forgotten, index, ip, leafHash, origin, requestId } = entry
  const nameOfActor = useActorName()
  const thing = useThing()(entry)
  const who = nameOfActor(actor)
  const about = entry.subject ?? entry.target?.id ?? null
  const number = origin ? logNumber(origin) : null
  return (
    <div class="log-entry-body">
      <p class="log-sentence">
        <ActorAvatar actor={actor} name={who} />
        <span>
          <strong>{who}</strong> <Sentence entry={entry} />
        </span>
      </p>
      <dl class="log-facts">
        <Fact name="When">
          <time dateTime={at}>{exactTime(at)}</time>
        </Fact>
        <Fact name="Action">
          <code>{action}</code>
        </Fact>
        <Fact name="Address">{ip ?? (forgotten ? <Forgotten /> : <span class="quiet">not kept</span>)}</Fact>
        {forgotten && !entry.target && (
          <Fact name="About">
            <Forgotten />
          </Fact>
        )}
        {entry.target && (
          <Fact name="About">
            <code>{entry.target.id}</code>
          </Fact>
        )}
        {requestId && (
          <Fact name="Request">
            <code>{requestId}</code>
          </Fact>
        )}
        {detailRows(details).map(({ name, value }) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
      {(before || after) && <Changes entry={entry} />}
      {forgotten && (
        <p class="log-note quiet">
          <Icon name="key" /> What this entry said of a person went with their key. The fact stays, and can still be
          proven.
        </p>
      )}
      {(thing.href || (about && !forgotten)) && (
        <div class="log-entry-ways">
          {thing.href && (
            <a class="button plain" href={thing.href}>
              {opening[entry.target?.collection ?? ''] ?? 'Open the conversation'}
            </a>
          )}
          {about && !forgotten && (
            <Button onClick={() => log.narrow({ person: { id: about, name: thing.name ?? about } })}>
              All about {entry.subject ? 'this person' : 'this'}
            </Button>
          )}
        </div>
      )}
      <section aria-labelledby="place-heading" class="log-section">
        <h3 id="place-heading">Place in the log</h3>
        <dl class="log-facts">
          <Fact name="Number">
            {index === null ? 'Waiting for its place, well under a second' : placeInWords(index)}
            {number !== null && number > 1 && <span class="quiet"> of log {number}, begun after a restore</span>}
          </Fact>
          <Fact name="Hash">
            <code>{leafHash}</code>
          </Fact>
        </dl>
        <Proof entry={entry} />
      </section>
    </div>
  )
}

function Sentence({ entry }: { entry: AuditEntry }) {
  const { did, what } = phraseOf(entry.action)
  const { name, href, forgotten } = useThing()(entry)
  if (!what) return <>{did}</>
  const shown = forgotten ? <Forgotten /> : name && (href ? <a href={href}>{name}</a> : <strong>{name}</strong>)
  return (
    <>
      {did} {withArticle(what)}
      {shown && (
        <>
          {': '}
          {shown}
        </>
      )}
    </>
  )
}

const opening: Record<string, string> = {
  bots: 'Open the bot',
  consentRecords: 'Open the record',
  consentPolicies: 'Open the policy',
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)

const Changes = ({ entry: { before, after } }: { entry: AuditEntry }) => (
  <table class="log-changes">
    <thead>
      <tr>
        <th scope="col">
          <span class="unseen">Field</span>
        </th>
        <th scope="col">Before</th>
        <th scope="col">After</th>
      </tr>
    </thead>
    <tbody>
      {changeRows(before, after).map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td class="log-before">{before ?? <span class="quiet">none</span>}</td>
          <td>{after ?? <span class="quiet">none</span>}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
