import type { PaperVersion } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { TextField } from './fields.tsx'
import { FormDialog, FormRefusal } from './form-dialog.tsx'
import { day } from './words.ts'

interface SignDialogProps {
  name: string
  version: PaperVersion
  onClose: () => void
  onSigned: () => void
}

/** Signs exactly one text, which is named by its hash. */
export function SignDialog({ name, version, onClose, onSigned }: SignDialogProps) {
  const { sotto, session } = useWorkspace()
  const [isRead, setRead] = useState(false)
  return (
    <FormDialog
      title={`Sign version ${version.version}`}
      act="Sign"
      onClose={onClose}
      onSend={async (text) => {
        if (!isRead) throw new FormRefusal('Tick that you have read it, and may sign.')
        await sotto.papers.sign(name, {
          name: text('name') ?? '',
          title: text('title') ?? '',
          version: version.version,
          hash: version.hash,
        })
        onSigned()
      }}
    >
      {(wrong) => (
        <>
          <p class="quiet">
            You sign the text that was published on {day(version.publishedAt)}, for {session.team.name}. The signature
            is kept with a receipt that the key of the log signs.
          </p>
          <code class="paper-hash">SHA-256 {version.hash}</code>
          <TextField label="Your name" name="name" value={session.member.name} wrong={wrong('name')} />
          <TextField label="In which capacity" name="title" placeholder="Managing director" wrong={wrong('title')} />
          <label class="paper-check">
            <input type="checkbox" checked={isRead} required onChange={() => setRead(!isRead)} />
            <span>I have read it, and may sign for the team.</span>
          </label>
        </>
      )}
    </FormDialog>
  )
}
