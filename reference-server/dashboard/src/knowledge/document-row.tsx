import type { KnowledgeDocument } from '@sotto/client-sdk'
import type { ComponentChild } from 'preact'
import { IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import type { IconName } from '../design/icon-names.ts'
import { fullTime, now, shortDay } from '../design/time.ts'
import { count } from '../design/words.ts'
import { extentOf, noteOf, shareOf } from './progress.ts'
import { ProgressBar } from './progress-bar.tsx'
import { refusalOf } from './refusal.ts'

/** An icon by what is in a file. */
export const iconOf = (name: string, mediaType: string): IconName => {
  if (/csv|sheet|excel/.test(mediaType) || /\.(csv|tsv)$/i.test(name)) return 'table'
  return /html/.test(mediaType) || /\.html?$/i.test(name) ? 'code' : 'document'
}

interface DocumentRowProps {
  document: KnowledgeDocument
  /** `null` where it may not be removed. */
  onRemove: (() => void) | null
}

export function DocumentRow({ document, onRemove }: DocumentRowProps) {
  const { title, filename, mediaType, createdAt, original, keepOriginal, state } = document
  const name = filename ?? title
  return (
    <>
      <tr class={`document ${state}`}>
        <th scope="row" class="document-title">
          <span class="document-name">
            <Icon name={iconOf(name, mediaType)} />
            <span title={title === name ? undefined : title}>{name}</span>
          </span>
        </th>
        <td class="document-extent">{extentOf(document)}</td>
        <td class="document-state">{stateOf(document)}</td>
        <td class="document-note">
          {state === 'ready' &&
            (original === 'deleted' ? (
              'Original deleted after reading'
            ) : (
              <time dateTime={createdAt} title={fullTime(createdAt)}>
                {shortDay(createdAt, now.value)}
              </time>
            ))}
          {state === 'reading' && noteOf(document)}
          {state === 'queued' && keepOriginal === 'delete-after-processing' && 'Original goes after reading'}
        </td>
        <td class="document-actions">
          {onRemove && <IconButton icon="remove" label={`Remove ${name}`} onClick={onRemove} />}
        </td>
      </tr>
      {document.error && (
        <tr class="document-advice">
          <td colSpan={5}>{refusalOf(document.error.code, document.error.detail).advice}</td>
        </tr>
      )}
    </>
  )
}

function stateOf(document: KnowledgeDocument): ComponentChild {
  switch (document.state) {
    case 'queued':
      return (
        <span class="state">
          <Icon name="queued" /> Next in line
        </span>
      )
    case 'reading':
      return <ProgressBar share={shareOf(document)} label={`Reading ${document.filename ?? document.title}`} />
    case 'ready':
      return (
        <span class="state good">
          <Icon name="done" /> <span>{count(document.passages, 'passage')}</span>
        </span>
      )
    case 'failed':
      return (
        <span class="state bad">
          <Icon name="trouble" />{' '}
          <span>{document.error ? refusalOf(document.error.code, '').what : 'Could not be read'}</span>
        </span>
      )
  }
}
