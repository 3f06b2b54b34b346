import { CopyButton } from '../design/copy-button.tsx'
import { installTag } from './install-tag.ts'

/** The script tag, to be copied. */
export function InstallTag({ publishableKey }: { publishableKey: string }) {
  const tag = installTag(location.origin, publishableKey)
  return (
    <div class="code-box">
      <pre>
        <code>{tag}</code>
      </pre>
      <CopyButton text={tag} />
    </div>
  )
}
