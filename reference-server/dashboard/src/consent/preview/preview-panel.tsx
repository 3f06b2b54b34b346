import { useState } from 'preact/hooks'
import { IconButton } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { PreviewControls, usePreviewChoices } from './preview-controls.tsx'
import { PreviewFrame } from './preview-frame.tsx'
import './preview.css'

/** The banner as visitors see it, beside the form. */
export function PreviewPanel() {
  const choices = usePreviewChoices()
  const [large, setLarge] = useState(false)
  return (
    <section class="consent-preview" aria-labelledby="preview-heading">
      <header class="head">
        <h2 id="preview-heading" class="head-title">
          As visitors see it
        </h2>
        <span class="quiet consent-preview-note">nothing is recorded</span>
        <IconButton icon="larger" label="Show it larger" onClick={() => setLarge(true)} />
      </header>
      <PreviewControls choices={choices} />
      <PreviewFrame choices={choices} />
      {large && (
        <div class="consent-large">
          <Dialog title="As visitors see it" onClose={() => setLarge(false)}>
            <PreviewControls choices={choices} />
            <PreviewFrame choices={choices} large />
          </Dialog>
        </div>
      )}
    </section>
  )
}
