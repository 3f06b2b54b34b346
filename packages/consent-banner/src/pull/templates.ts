import { readFile } from 'node:fs/promises'
import type { GateTemplates } from './gate-file.ts'

/** The gates as this package brings them. */
export const builtTemplates = async (): Promise<GateTemplates> =>
  JSON.parse(await readFile(new URL('./gates.json', import.meta.url), 'utf8'))
