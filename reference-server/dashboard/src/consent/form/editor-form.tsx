import { useEditor } from '../policy-editor.ts'
import { AskedPart } from './asked-part.tsx'
import { RegimesPart } from './regimes-part.tsx'
import { DeliveryPart, TechnicalPart, WayBackPart } from './technical-parts.tsx'
import { FirstLayerPart, LanguagesPart, LayoutPart, SitePart } from './words-parts.tsx'
import './form.css'

/** The whole policy as a form, in the order in which a visitor meets it. */
export function EditorForm() {
  const { editor, writable } = useEditor()
  return (
    <form
      class="consent-form"
      aria-label={`Policy ${editor.policy.value?.name ?? ''}`}
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      {!writable && <p class="note">Your role may read this policy, and not change it.</p>}
      <SitePart />
      <LanguagesPart />
      <FirstLayerPart />
      <AskedPart />
      <RegimesPart />
      <LayoutPart />
      <WayBackPart />
      <DeliveryPart />
      <TechnicalPart />
    </form>
  )
}
