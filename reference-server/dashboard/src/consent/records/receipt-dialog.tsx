import { ConsentReceipt } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { go } from '../../app/place.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Icon } from '../../design/icon.tsx'
import { failureInWords } from '../../design/words.ts'

interface Standing {
  signature: 'valid' | 'invalid'
  ledger: 'recorded' | 'forgotten' | 'unknown'
  recordId: string | null
}

const said = {
  recorded: 'It is signed by this team, and the ledger has it.',
  forgotten: 'It is signed by this team. The person was forgotten since, so the ledger knows nothing more of it.',
  unknown: 'It is signed by this team, and the ledger does not know it.',
}

/** Finds the line of a receipt that somebody shows, and says whether it is one of ours. */
export function ReceiptDialog({ onClose }: { onClose: () => void }) {
  const { sotto } = useWorkspace()
  const [standing, setStanding] = useState<Standing | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const check = async (text: string) => {
    setProblem(null)
    setStanding(null)
    const given = text.trim()
    if (/^cns_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(given)) {
      onClose()
      go({ name: 'consent-records', recordId: given })
      return
    }
    const receipt = receiptIn(given)
    if (!receipt) {
      setProblem(
        'This is no receipt. Choose the file that the browser kept, or paste what is in it, or the id of a record.',
      )
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      const found = await sotto.consent.checkReceipt(receipt)
      setStanding({ ...found, recordId: idIn(receipt) })
    } catch (error) {
      setProblem(failureInWords(error))
    }
    setBusy(false)
  }
  const isGood = standing?.signature === 'valid'
  return (
    <Dialog title="Find a receipt" onClose={onClose}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void check(field.current?.value ?? '')
        }}
      >
        <label class="field">
          <span>Receipt, or the id of a record</span>
          <textarea ref={field} rows={5} spellcheck={false} aria-describedby="receipt-problem" />
        </label>
        <p id="receipt-problem" class="field-problem" role="alert">
          {problem}
        </p>
        {standing && (
          <p class={isGood ? 'record-standing good' : 'record-standing bad'} role="status">
            <Icon name={isGood ? 'verified' : 'altered'} />
            <span>
              {isGood ? said[standing.ledger] : 'It is not as this team signed it: altered, or of somebody else.'}
            </span>
          </p>
        )}
        <div class="dialog-actions">
          <label class="button plain record-file">
            <Icon name="upload" /> <span>From a file</span>
            <input
              type="file"
              accept="application/json,.json"
              class="unseen"
              onChange={async (event) => {
                const text = await event.currentTarget.files?.[0]?.text()
                if (text === undefined || !field.current) return
                field.current.value = text
                await check(text)
              }}
            />
          </label>
          {standing?.ledger === 'recorded' && standing.recordId ? (
            <Button
              kind="primary"
              onClick={() => {
                onClose()
                go({ name: 'consent-records', recordId: standing.recordId })
              }}
            >
              Open the record
            </Button>
          ) : (
            <Button type="submit" kind="primary" busy={busy}>
              Check
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

function receiptIn(text: string): ConsentReceipt | null {
  try {
    return ConsentReceipt.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The record that a receipt names. Only to be believed where the signature holds. */
function idIn({ receipt }: ConsentReceipt): string | null {
  try {
    const { id } = JSON.parse(receipt) as { id?: unknown }
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}
