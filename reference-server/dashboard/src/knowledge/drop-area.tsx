import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../design/icon.tsx'
import { keepOriginal } from './originals.ts'

/** Takes files that are dropped anywhere on the page, and shows so while they are held over it. */
export function DropArea({ botName, onFiles }: { botName: string; onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Entering an inner element comes before leaving the outer one, so the two are counted against each other.
    let depth = 0
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth -= 1
      if (depth <= 0) setOver(false)
    }
    const hold = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      depth = 0
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      onFiles(files)
    }
    document.addEventListener('dragenter', enter)
    document.addEventListener('dragleave', leave)
    document.addEventListener('dragover', hold)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragenter', enter)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('dragover', hold)
      document.removeEventListener('drop', drop)
    }
  }, [onFiles])
  if (!over) return null
  return (
    <div class="drop-area">
      <div>
        <Icon name="upload" size={24} />
        <p>
          <strong>Drop to add to {botName}</strong>
        </p>
        <p class="quiet">
          {keepOriginal.value === 'keep'
            ? 'The original files are kept.'
            : 'The original files are deleted after reading.'}
        </p>
      </div>
    </div>
  )
}
