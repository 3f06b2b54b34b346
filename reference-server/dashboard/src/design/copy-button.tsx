import { useState } from 'preact/hooks'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'

/** Puts a text on the clipboard, and says so on the button. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
      announce('Copied')
    } catch {
      setState('failed')
      announce('Could not be copied. Select the text and copy it yourself.')
    }
  }
  return (
    <Button icon={state === 'copied' ? 'done' : 'copy'} onClick={copy} onBlur={() => setState('ready')}>
      {state === 'copied' ? 'Copied' : state === 'failed' ? 'Select and copy' : label}
    </Button>
  )
}
