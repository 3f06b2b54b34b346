import { ConsentPolicy } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { base } from '../../app/paths.ts'
import { Icon } from '../../design/icon.tsx'
import { useEditor } from '../policy-editor.ts'
import type { PreviewReady, PreviewShown, PreviewWish } from './messages.ts'
import type { PreviewChoices } from './preview-controls.tsx'

const widths = { phone: 390, desktop: 800, large: 1180 }

/** What is written, as far as it is a policy: without the ledger, so that nothing in a preview is recorded. */
function previewOf(draft: object): ConsentPolicy | null {
  const { delivery: _delivery, storage: _storage, google: _google, ...rest } = draft as Partial<ConsentPolicy>
  const result = ConsentPolicy.safeParse({ ...rest, version: 1 })
  return result.success ? result.data : null
}

/** The real banner, in a frame of its own: its styles and ours do not meet. The last right policy stays shown. */
export function PreviewFrame({ choices, large = false }: { choices: PreviewChoices; large?: boolean }) {
  const { editor } = useEditor()
  const frame = useRef<HTMLIFrameElement>(null)
  const room = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)
  const [asking, setAsking] = useState(true)
  const [{ scale, height }, setSize] = useState({ scale: 1, height: 760 })
  const shown = useRef<ConsentPolicy | null>(null)
  const policy = previewOf(editor.working.value)
  if (policy) shown.current = policy
  const { device, theme, region, gpc, layer } = choices
  const language = editor.language.value
  const width = widths[device === 'desktop' && large ? 'large' : device]

  useEffect(() => {
    const hear = ({ data, source }: MessageEvent<PreviewReady | PreviewShown>) => {
      if (source !== frame.current?.contentWindow) return
      if (data?.type === 'sotto-preview-ready') setReady(true)
      if (data?.type === 'sotto-preview-shown') setAsking(data.asking)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [])

  useEffect(() => {
    if (!room.current) return
    const measure = new ResizeObserver(([entry]) => {
      const { width: wide, height: high } = entry?.contentRect ?? { width: 0, height: 0 }
      // As much of the page as there is room for, at the size at which its width fits.
      const fits = Math.min(1, wide / width) || 1
      setSize({ scale: fits, height: Math.max(520, Math.floor(high / fits)) })
    })
    measure.observe(room.current)
    return () => measure.disconnect()
  }, [width])

  const text = JSON.stringify(shown.current)
  useEffect(() => {
    if (!ready || !shown.current) return
    const wish: PreviewWish = { type: 'sotto-preview', policy: shown.current, language, theme, region, gpc, layer }
    // The frame has no origin that could be named; there is nothing secret in it.
    const later = setTimeout(() => frame.current?.contentWindow?.postMessage(wish, '*'), 150)
    return () => clearTimeout(later)
  }, [ready, text, language, theme, region, gpc, layer])

  const said = !policy
    ? 'There is something to fix first. Shown is what was right before.'
    : !asking && layer === 'first'
      ? 'Nobody is asked here. The way back at the foot of the page opens the preferences.'
      : null
  return (
    <>
      <p class="consent-preview-said" role="status">
        {said && (
          <>
            <Icon name={policy ? 'done' : 'trouble'} size={14} /> {said}
          </>
        )}
      </p>
      <div class="consent-room" ref={room}>
        <div class="consent-device" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
          <iframe
            ref={frame}
            title="Preview of the banner"
            src={`${base}preview.html`}
            sandbox="allow-scripts"
            width={width}
            height={height}
            style={{ transform: `scale(${scale})` }}
          />
        </div>
      </div>
    </>
  )
}
