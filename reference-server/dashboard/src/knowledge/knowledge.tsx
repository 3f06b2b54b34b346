import type { Bot, KnowledgeDocument } from '@sotto/client-sdk'
import { useEffect, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { count } from '../design/words.ts'
import { AddDocuments } from './add-documents.tsx'
import { DocumentRow } from './document-row.tsx'
import { DropArea } from './drop-area.tsx'
import { keepOriginal } from './originals.ts'
import { summaryOf } from './summary.ts'
import { UploadRow } from './upload-row.tsx'
import './knowledge.css'

export function Knowledge({ bot }: { bot: Bot }) {
  const { libraries, can } = useWorkspace()
  const library = libraries.of(bot.id)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<KnowledgeDocument | null>(null)
  useEffect(() => void library.read(), [library])

  const writable = can('knowledge:write')
  const loaded = library.documents.value
  const uploads = library.uploads.value
  const documents = loaded.state === 'ready' ? loaded.value : []
  const send = (files: readonly File[]) => library.upload(files, keepOriginal.value)
  const empty = loaded.state === 'ready' && documents.length === 0 && uploads.length === 0
  const add = (
    <Button icon="add" onClick={() => setAdding(true)}>
      Add
    </Button>
  )

  return (
    <div class="scroller knowledge">
      <section aria-labelledby="documents-heading">
        <div class="section-head">
          <h2 id="documents-heading">Documents</h2>
          <p class="quiet">{loaded.state === 'ready' && !empty && summaryOf(documents)}</p>
          {writable && !empty && add}
        </div>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={library.read} />}
        {loaded.state === 'loading' && <DocumentsSkeleton />}
        {empty && (
          <Empty icon="document" title={`${bot.name} knows nothing yet`}>
            <p>
              {writable
                ? 'Drop a handbook, a price list or a page of questions and answers here: PDF, DOCX, CSV, Markdown, HTML or text.'
                : 'Someone who may write has to give it documents.'}
            </p>
            {writable && add}
          </Empty>
        )}
        {!empty && loaded.state === 'ready' && (
          <table class="documents">
            <colgroup>
              <col class="title-column" />
              <col class="extent-column" />
              <col class="state-column" />
              <col />
              <col class="actions-column" />
            </colgroup>
            <thead class="unseen">
              <tr>
                <th scope="col">Document</th>
                <th scope="col">Extent</th>
                <th scope="col">State</th>
                <th scope="col">Note</th>
                <th scope="col">Actions</th>
              </tr>
            </thead>
            <tbody>
              {uploads.map((upload) => (
                <UploadRow key={`upload-${upload.id}`} upload={upload} library={library} />
              ))}
              {documents.map((document) => (
                <DocumentRow
                  key={document.id}
                  document={document}
                  onRemove={writable ? () => setRemoving(document) : null}
                />
              ))}
            </tbody>
          </table>
        )}
      </section>
      {writable && <DropArea botName={bot.name} onFiles={send} />}
      {adding && <AddDocuments bot={bot} library={library} onFiles={send} onClose={() => setAdding(false)} />}
      {removing && (
        <Confirmation
          title={`Remove “${removing.title}”?`}
          act="Remove"
          onConfirm={() => library.remove(removing.id)}
          onClose={() => setRemoving(null)}
        >
          <p>
            {bot.name} forgets it at once: {count(removing.passages, 'passage')}
            {removing.original === 'kept' ? ', and the original file' : ''}. Answers that were given keep their quotes.
          </p>
        </Confirmation>
      )}
    </div>
  )
}

const DocumentsSkeleton = () => (
  <div class="skeleton documents-skeleton" aria-hidden="true">
    {['long', 'short', 'long', 'short'].map((width, index) => (
      <div class="skeleton-line" data-width={width} key={`${index}`} />
    ))}
  </div>
)
