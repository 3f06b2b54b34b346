import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { iconNames } from '../src/design/icon-names.ts'

const name = 'virtual:lucide-icons'

type Shapes = [tag: string, attributes: Record<string, string>][]

/** The shapes of the icons that are used, and of no others (lucide, ISC licence). */
export const lucideIcons = (): Plugin => ({
  name: 'lucide-icons',
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load(id) {
    if (id !== `\0${name}`) return undefined
    const all = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('lucide-static/icon-nodes.json'), 'utf8'),
    ) as Record<string, Shapes>
    const shapes = Object.entries(iconNames).map(([own, theirs]) => {
      const found = all[theirs]
      if (!found) throw new Error(`lucide has no icon "${theirs}". Choose another for "${own}" in icon-names.ts.`)
      return [own, found]
    })
    return `export const shapes = ${JSON.stringify(Object.fromEntries(shapes))}`
  },
})
