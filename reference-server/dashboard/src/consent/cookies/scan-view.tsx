import { SottoError } from '@sotto/client-sdk'
import type { ConsentScanDifference, Id } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../../app/workspace.ts'
import { announce } from '../../design/announcer.tsx'
import { Button } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { Empty } from '../../design/notice.tsx'
import { count, failureInWords } from '../../design/words.ts'
import type { Category, Service } from '../asked.ts'
import { useEditor } from '../policy-editor.ts'
import { listAt } from '../policy-fields.ts'
import { likely, settled, type Where } from './apply-difference.ts'
import { stays } from './cookie-text.ts'
import { extractOf } from './scan-report.ts'

interface Scanned {
  site: string
  differences: readonly ConsentScanDifference[]
}

/** Holds the report of a scanner against the policy, and takes over what is missing, row by row. */
export function ScanView() {
  const { sotto } = useWorkspace()
  const { editor, writable } = useEditor()
  const [scanned, setScanned] = useState<Scanned | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const compare = async (chosen: File | undefined) => {
    if (!chosen) return
    setBusy(true)
    setProblem(null)
    try {
      const report = extractOf(await chosen.text())
      if (writable) await editor.settle()
      const { data } = await sotto.consentPolicies.compareScan(editor.policyId as Id<'consentPolicy'>, { report })
      setScanned({ site: report.landed, differences: data })
      announce(data.length === 0 ? 'The scan and the policy say the same.' : count(data.length, 'difference'))
    } catch (error) {
      setProblem(error instanceof SottoError || !(error instanceof Error) ? failureInWords(error) : error.message)
    }
    setBusy(false)
    if (file.current) file.current.value = ''
  }
  const done = (difference: ConsentScanDifference) =>
    setScanned((before) => before && { ...before, differences: before.differences.filter((one) => one !== difference) })
  return (
    <section class="consent-sheet" aria-labelledby="scan-heading">
      <div class="consent-sheet-head">
        <h2 id="scan-heading">What a scan saw</h2>
        <span class="quiet">{scanned && hostOf(scanned.site)}</span>
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          class="unseen"
          tabIndex={-1}
          aria-label="Report of the scanner, as JSON"
          onChange={(event) => void compare(event.currentTarget.files?.[0])}
        />
        <Button icon="upload" busy={busy} onClick={() => file.current?.click()}>
          Compare a scan
        </Button>
      </div>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {!scanned && (
        <p class="quiet">
          <code>npx sotto-consent scan https://your.site --json scan.json</code> opens your site in a browser and writes
          down what it stores and asks. Here it is held against the draft.
        </p>
      )}
      {scanned?.differences.length === 0 && (
        <Empty icon="done" title="The scan and the policy say the same">
          <p>Everything that was seen is declared, and everything that is declared was seen.</p>
        </Empty>
      )}
      {scanned && scanned.differences.length > 0 && (
        <ul class="consent-differences" aria-label="Differences">
          {scanned.differences.map((difference) => (
            <DifferenceRow
              key={`${difference.kind} ${difference.what} ${difference.name} ${difference.domain}`}
              difference={difference}
              onDone={() => done(difference)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)

const kinds = {
  undeclared: { label: 'Not declared', icon: 'trouble' },
  lifetime: { label: 'Other duration', icon: 'history' },
  unseen: { label: 'Gone', icon: 'queued' },
} as const

const things = {
  cookie: 'cookie',
  local: 'local storage',
  session: 'session storage',
  'indexed-db': 'database',
  cache: 'cache',
  'service-worker': 'service worker',
  request: 'request',
}

function DifferenceRow({ difference, onDone }: { difference: ConsentScanDifference; onDone: () => void }) {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const [chosen, setChosen] = useState<Where | null>(null)
  // What was taken over before may have made the service to which this belongs.
  const where = chosen ?? likely(draft, difference)
  const { kind, what, name, domain, service, declaredDays, seenDays, known } = difference
  const act = kind === 'undeclared' ? 'Add to the policy' : kind === 'lifetime' ? 'Take over' : 'Remove'
  const days = (lifetimeDays: number | null) => stays({ kind: 'cookie', lifetimeDays })
  const said = [
    things[what],
    domain && domain !== name ? `on ${domain}` : '',
    kind === 'lifetime' ? `declared ${days(declaredDays)}, seen ${days(seenDays)}` : '',
    kind === 'unseen' ? `declared for ${service}, seen nowhere` : '',
    kind === 'undeclared' && known?.service ? `known as ${known.service}` : '',
  ]
  return (
    <li data-kind={kind}>
      <span class="consent-kind">
        <Icon name={kinds[kind].icon} size={14} /> {kinds[kind].label}
      </span>
      <span class="consent-seen">
        <code>{name}</code> <span class="quiet">{said.filter(Boolean).join(', ')}</span>
      </span>
      {writable && (
        <span class="consent-actions">
          {kind === 'undeclared' && <WhereSelect name={name} where={where} onChoose={setChosen} />}
          <Button
            aria-label={`${act}: ${name}`}
            onClick={() => {
              editor.replace(settled(draft, difference, where))
              announce(`${name}: done.`)
              onDone()
            }}
          >
            {act}
          </Button>
        </span>
      )}
    </li>
  )
}

function WhereSelect({ name, where, onChoose }: { name: string; where: Where; onChoose: (where: Where) => void }) {
  const { editor } = useEditor()
  const draft = editor.working.value
  const services = listAt<Service>(draft, ['services'])
  const categories = listAt<Category>(draft, ['categories'])
  const value = 'service' in where ? `service ${where.service}` : `category ${where.category}`
  return (
    <label class="log-filter">
      <span class="unseen">Where {name} belongs</span>
      <select
        value={value}
        onChange={(event) => {
          const [kind, ...rest] = event.currentTarget.value.split(' ')
          onChoose(kind === 'service' ? { service: Number(rest[0]) } : { category: rest.join(' ') })
        }}
      >
        {services.length > 0 && (
          <optgroup label="Services">
            {services.map(({ id, name: called }, index) => (
              <option key={id} value={`service ${index}`}>
                {called ?? id}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="A new service in">
          {categories.map(({ id }) => (
            <option key={id} value={`category ${id}`}>
              {id}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  )
}
