import type { AuditEntry } from '@sotto/client-sdk'
import type { ConsentReceipt, ConsentRecord, Id } from '@sotto/contracts'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Loaded, loading } from '../../app/loaded.ts'
import { linkTo } from '../../app/paths.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { Button, IconButton } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { Failed } from '../../design/notice.tsx'
import { failureInWords } from '../../design/words.ts'
import { download } from '../../log/download.ts'
import { Proof } from '../../log/proof.tsx'
import { exactTime, placeInWords } from '../../log/words.ts'
import { languageName } from '../languages.ts'
import { regionName } from '../regions.ts'
import { layerNames, sourceNames } from './record-words.ts'

interface Whole {
  record: ConsentRecord
  receipt: ConsentReceipt
  shown: Record<string, string> | null
}

/** One line of the ledger, whole: what was said, what was on the screen, and what proves it. */
export function RecordPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { sotto } = useWorkspace()
  const [loaded, setLoaded] = useState<Loaded<Whole>>(loading)
  const panel = useRef<HTMLElement>(null)
  const read = async () => {
    setLoaded(loading)
    try {
      setLoaded({ state: 'ready', value: await sotto.consent.get(id as Id<'consentRecord'>) })
    } catch (error) {
      setLoaded({ state: 'failed', problem: failureInWords(error), missing: false })
    }
  }
  useEffect(() => {
    void read()
    panel.current?.focus({ preventScroll: true })
  }, [])
  return (
    <section class="log-entry" aria-labelledby="record-heading" ref={panel} tabIndex={-1}>
      <header class="head">
        <IconButton class="narrow" icon="back" label="Back to the records" onClick={onClose} />
        <h2 id="record-heading" class="head-title">
          Record
        </h2>
        <IconButton class="wide" icon="close" label="Close" onClick={onClose} />
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'ready' && <Details {...loaded.value} />}
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void read()} />}
      </div>
    </section>
  )
}

function Details({ record, receipt, shown }: Whole) {
  const { can, consent } = useWorkspace()
  const { policy, regime, regimeKind, region, language, layout, layer, text, proof, contactId } = record
  return (
    <div class="log-entry-body">
      <ul class="record-choices" aria-label="What was said">
        {Object.entries(record.choices).map(([purpose, state]) => (
          <li key={purpose} class={state === 'granted' ? 'good' : ''}>
            <Icon name={state === 'granted' ? 'done' : 'close'} size={14} />
            <strong>{purpose}</strong> <span class="quiet">{state === 'granted' ? 'yes' : 'no'}</span>
          </li>
        ))}
      </ul>
      <dl class="log-facts">
        <Fact name="Arrived">
          <time dateTime={record.receivedAt}>{exactTime(record.receivedAt)}</time>
        </Fact>
        <Fact name="Said">
          <time dateTime={record.at}>{exactTime(record.at)}</time>{' '}
          <span class="quiet">by the clock of whoever told it</span>
        </Fact>
        <Fact name="Source">{sourceNames[record.source]}</Fact>
        {record.gpc && <Fact name="GPC">The browser sent Global Privacy Control</Fact>}
        <Fact name="Person">
          {contactId ? (
            <button
              type="button"
              class="text-button"
              onClick={() => consent.records.narrow({ person: { id: contactId, name: contactId } })}
            >
              {contactId}
            </button>
          ) : (
            <span class="quiet">nobody knows who it is</span>
          )}
        </Fact>
        <Fact name="Policy">
          {policy.id ? (
            <a href={linkTo({ name: 'consent-policy', policyId: policy.id, tab: 'versions' })}>
              Version {policy.version}
            </a>
          ) : (
            <span class="quiet">
              {policy.version ? `version ${policy.version} of one that is not on this server` : 'none'}
            </span>
          )}
        </Fact>
        {regime && (
          <Fact name="Regime">
            {regime}
            {regimeKind && regimeKind !== regime && ` (${regimeKind})`}
          </Fact>
        )}
        {region && <Fact name="Region">{regionName(region)}</Fact>}
        {proof && <Fact name="Proof">{proof}</Fact>}
        <Fact name="Record">
          <code>{record.id}</code>
        </Fact>
      </dl>
      <section class="log-section" aria-labelledby="shown-heading">
        <h3 id="shown-heading">What was on the screen</h3>
        {text ? (
          <>
            <p class="quiet">
              {[layer && layerNames[layer], layout, language && languageName(language)].filter(Boolean).join(', ')}
            </p>
            {shown ? (
              <dl class="record-shown" lang={language ?? undefined}>
                {inReadingOrder(shown).map(([place, words]) => (
                  <Fact key={place} name={place}>
                    {words}
                  </Fact>
                ))}
              </dl>
            ) : (
              <p class="quiet">The words were not sent. Their hash is kept.</p>
            )}
            <p class="quiet record-hash">
              SHA-256 <code>{text}</code>
            </p>
          </>
        ) : (
          <p class="quiet">Nothing was shown, or nothing that could be hashed.</p>
        )}
      </section>
      <section class="log-section" aria-labelledby="receipt-heading">
        <h3 id="receipt-heading">Receipt</h3>
        <p class="quiet">
          Signed, and the same each time. Whoever holds it can show what was said, without this server:{' '}
          <code>npx sotto-verify receipt FILE</code>
        </p>
        <div class="log-entry-ways">
          <Button
            icon="download"
            onClick={() => download(`receipt-${record.id}.json`, `${JSON.stringify(receipt, null, 2)}\n`)}
          >
            Receipt
          </Button>
        </div>
      </section>
      {can('audit:read') && <InLog recordId={record.id} />}
    </div>
  )
}

const readFirst = ['heading', 'title', 'body', 'intro', 'gpc', 'gpcMeans', 'reject', 'choose', 'accept']

/** As the eye meets it: what the layer begins with, the buttons, then everything else as it was sent. */
function inReadingOrder(shown: Record<string, string>): [place: string, words: string][] {
  const rank = ([place]: [string, string]) => (readFirst.includes(place) ? readFirst.indexOf(place) : readFirst.length)
  return Object.entries(shown).sort((one, other) => rank(one) - rank(other))
}

/** Where the line stands in the log of the team, with its proof. Asked for only when wanted: each look is logged. */
function InLog({ recordId }: { recordId: string }) {
  const { sotto } = useWorkspace()
  const [entry, setEntry] = useState<AuditEntry | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const find = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const written = ['consent.recorded', 'consent.withdrawn', 'consent.imported']
      for await (const one of sotto.audit.entries({ targetId: recordId, limit: 50 }))
        if (written.includes(one.action)) {
          setEntry(one)
          break
        }
      setEntry((found) => {
        if (!found) setProblem('The log has no entry of it that you may see.')
        return found
      })
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="log-section" aria-labelledby="in-log-heading">
      <h3 id="in-log-heading">In the log</h3>
      {entry ? (
        <>
          <p>
            <a class="record-link" href={linkTo({ name: 'log', entryId: entry.id })}>
              {entry.index === null ? 'Entry' : `Entry ${placeInWords(entry.index)}`}
            </a>{' '}
            <span class="quiet">{exactTime(entry.at)}</span>
          </p>
          <Proof entry={entry} />
        </>
      ) : (
        <div class="log-entry-ways">
          <Button icon="log" busy={busy} onClick={() => void find()}>
            Find it in the log
          </Button>
          {problem && (
            <p class="field-problem" role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
