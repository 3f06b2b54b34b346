import type { AuditEntry } from '@sotto/client-sdk'
import { SottoError } from '@sotto/client-sdk'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { count, failureInWords } from '../design/words.ts'
import { download } from './download.ts'
import { type CheckedProof, checkProof } from './proof-check.ts'
import { treePath } from './tree-path.ts'
import { lastEntry, placeInWords, shortHash } from './words.ts'

/** Shows that the entry is in the log: from its hash up to the root that is signed. */
export function Proof({ entry }: { entry: AuditEntry }) {
  const { sotto } = useWorkspace()
  const [checked, setChecked] = useState<CheckedProof | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const show = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const result = await checkProof(await sotto.audit.proof(entry.id))
      setChecked(result)
      announce(result.holds ? 'The proof holds.' : (result.problem ?? 'The proof could not be checked.'))
    } catch (error) {
      const waits = error instanceof SottoError && error.code === 'entry_waiting'
      setProblem(waits ? 'It has no place in the log yet. Try again in a second.' : failureInWords(error))
    }
    setBusy(false)
  }
  if (!checked)
    return (
      <div class="log-proof-ask">
        <Button icon="verified" busy={busy} onClick={() => void show()}>
          Show proof
        </Button>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    )
  return <Shown checked={checked} leafHash={entry.leafHash} />
}

function Shown({ checked, leafHash }: { checked: CheckedProof; leafHash: string }) {
  const { proof, size, hashes, root, holds, problem } = checked
  const steps = size === null ? [] : treePath(proof.index, size)
  return (
    <div class="log-proof">
      <div class="log-proof-head">
        <h4>Inclusion proof</h4>
        {holds ? (
          <span class="log-verified good">
            <Icon name="done" /> {count(hashes.length, 'hash', 'hashes')} and a signature, checked in this browser
          </span>
        ) : (
          <span class={holds === false ? 'log-verified bad' : 'log-verified quiet'}>
            <Icon name="trouble" /> {problem}
          </span>
        )}
      </div>
      {root && (
        <ol class="log-path">
          <li class="log-path-end">
            <strong>leaf</strong>
            <span>{placeInWords(proof.index)}</span>
            <code title={leafHash}>{shortHash(leafHash)}</code>
          </li>
          {steps.map(({ side, first, last }, at) => (
            <li key={`${side} ${first}`}>
              <span>{side}</span>
              <span>{first === last ? placeInWords(first) : `${placeInWords(first)} to ${placeInWords(last)}`}</span>
              <code title={hashes[at]}>{shortHash(hashes[at] ?? '')}</code>
            </li>
          ))}
          <li class="log-path-end">
            <strong>root</strong>
            <span>all to {lastEntry(size ?? 0)}</span>
            <code title={root}>{shortHash(root)}</code>
          </li>
        </ol>
      )}
      <div class="log-proof-foot">
        <span class="quiet">
          Signed as <code>{proof.origin}</code>
        </span>
        <Button icon="download" onClick={() => download(`entry-${proof.index}.tlog-proof`, proof.proof)}>
          Proof
        </Button>
      </div>
    </div>
  )
}
