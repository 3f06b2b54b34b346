import { signal } from '@preact/signals'
import type { KeepOriginal } from './library.ts'

/** What was chosen last for originals, as long as the page is open; it goes for files that are dropped, too. */
export const keepOriginal = signal<KeepOriginal>('keep')
