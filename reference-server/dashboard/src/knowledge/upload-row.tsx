import { IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { size } from '../design/words.ts'
import { iconOf } from './document-row.tsx'
import type { Library, Upload } from './library.ts'
import { ProgressBar } from './progress-bar.tsx'

/** A file on its way: it becomes a document when it has arrived. */
export function UploadRow({ upload, library }: { upload: Upload; library: Library }) {
  const { file, state, sent, refusal } = upload
  return (
    <>
      <tr class={`document upload ${state}`}>
        <th scope="row" class="document-title">
          <span class="document-name">
            <Icon name={iconOf(file.name, file.type)} />
            <span>{file.name}</span>
          </span>
        </th>
        <td class="document-extent">{size(file.size)}</td>
        <td class="document-state">
          {state === 'waiting' && (
            <span class="state">
              <Icon name="queued" /> Next to be sent
            </span>
          )}
          {state === 'sending' && <ProgressBar share={sent} label={`Sending ${file.name}`} />}
          {refusal && (
            <span class="state bad">
              <Icon name="trouble" /> <span>{refusal.what}</span>
            </span>
          )}
        </td>
        <td class="document-note">{state === 'sending' && (sent < 1 ? 'Sending' : 'Arriving')}</td>
        <td class="document-actions">
          {state === 'failed' && (
            <IconButton icon="retry" label={`Send ${file.name} again`} onClick={() => library.again(upload)} />
          )}
          <IconButton
            icon="close"
            label={state === 'failed' ? `Take ${file.name} off the list` : `Stop sending ${file.name}`}
            onClick={() => library.drop(upload)}
          />
        </td>
      </tr>
      {refusal && (
        <tr class="document-advice">
          <td colSpan={5}>{refusal.advice}</td>
        </tr>
      )}
    </>
  )
}
