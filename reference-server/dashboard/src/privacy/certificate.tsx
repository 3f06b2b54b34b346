import type { PrivacyRequestDetail } from '@sotto/contracts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { fetchFile } from '../log/download.ts'

/** What shows that it was done, to anybody, without asking this server. */
export function Certificate({ request: { id } }: { request: PrivacyRequestDetail }) {
  const address = (format: 'json' | 'pdf') => `/v1/privacy-requests/${id}/certificate?format=${format}`
  const file = (format: 'json' | 'pdf') => `certificate-${id}.${format}`
  const command = `npx sotto-verify certificate ${file('json')}`
  return (
    <section aria-labelledby="certificate-heading">
      <div class="request-section-head">
        <h3 id="certificate-heading">Certificate</h3>
        <span class="quiet">Signed, in the log, and without anything that names the person.</span>
      </div>
      <p class="certificate-files">
        <Button icon="document" onClick={() => fetchFile(address('pdf'), file('pdf'))}>
          Download PDF
        </Button>
        <Button icon="code" onClick={() => fetchFile(address('json'), file('json'))}>
          Download JSON
        </Button>
      </p>
      <p class="certificate-check">
        <span class="quiet">Check it offline</span>
        <code>{command}</code>
        <CopyButton text={command} />
      </p>
    </section>
  )
}
