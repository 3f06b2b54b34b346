import type { ConsentPolicy } from '@sotto/contracts'

/** What the frame of the preview is to show. */
export interface PreviewWish {
  type: 'sotto-preview'
  policy: ConsentPolicy
  language: string
  theme: 'light' | 'dark'
  /** Where the visitor is. */
  region: string
  gpc: boolean
  layer: 'first' | 'preferences'
}

export interface PreviewReady {
  type: 'sotto-preview-ready'
}

/** Whether a banner is due there. */
export interface PreviewShown {
  type: 'sotto-preview-shown'
  asking: boolean
}
