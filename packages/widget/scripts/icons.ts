/**
 * Writes src/icons/paths.ts from the icons of lucide that the widget uses: `node scripts/icons.ts`. Each becomes one
 * path, so that an icon is a string, which weighs little and is drawn the same way with and without Lit.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const names = {
  menu: 'ellipsis',
  close: 'x',
  machine: 'bot',
  eye: 'eye',
  send: 'arrow-up',
  latest: 'arrow-down',
  helpful: 'thumbs-up',
  unhelpful: 'thumbs-down',
  copy: 'copy',
  done: 'check',
  previous: 'chevron-left',
  next: 'chevron-right',
  back: 'arrow-left',
  download: 'download',
  leave: 'log-out',
  delete: 'trash-2',
  retry: 'rotate-ccw',
  trouble: 'circle-alert',
}

const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons')

function pathOf(name: string): string {
  const source = readFileSync(join(folder, `${name}.svg`), 'utf8').replace(/<svg[^>]*>/, '')
  const drawing = [...source.matchAll(/<(path|circle|rect|line)\s([^>]*)\/>/g)]
    .map(([, shape, list = '']) => drawn(shape, Object.fromEntries(attributesIn(list))))
    .join('')
  // A hundredth of a unit is less than a hundredth of a pixel.
  return drawing.replace(/\d*\.\d{3,}/g, (digits) =>
    Number(digits)
      .toFixed(2)
      .replace(/^0(?=\.)|\.?0+$/g, ''),
  )
}

const attributesIn = (list: string) =>
  [...list.matchAll(/([a-z0-9]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])

function drawn(shape: string | undefined, attributes: Record<string, string>): string {
  const number = (key: string) => Number(attributes[key] ?? 0)
  switch (shape) {
    case 'path':
      // A path that begins with a relative move counts from where the one before it ended.
      return (attributes.d ?? '').replace(/^m\s*(-?[\d.]+)[ ,](-?[\d.]+)\s*(?=[-\d.])/, 'M$1 $2l').replace(/^m/, 'M')
    case 'circle': {
      const radius = number('r')
      const arc = (sign: string) => `a${radius} ${radius} 0 1 0 ${sign}${radius * 2} 0`
      return `M${number('cx') - radius} ${number('cy')}${arc('')}${arc('-')}z`
    }
    case 'line':
      return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`
    default: {
      const [x, y, width, height, radius] = [number('x'), number('y'), number('width'), number('height'), number('rx')]
      const corner = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`
      return (
        `M${x + radius} ${y}h${width - 2 * radius}${corner(radius, radius)}v${height - 2 * radius}` +
        `${corner(-radius, radius)}h${2 * radius - width}${corner(-radius, -radius)}v${2 * radius - height}` +
        `${corner(radius, -radius)}z`
      )
    }
  }
}

/** Has a file of its own, so that it is all of the icons that comes with the loader. */
const launcher = 'message-circle'

const lines = Object.entries(names).map(([name, file]) => `  ${name}: '${pathOf(file)}',`)
const origin =
  '// Written by scripts/icons.ts from lucide (ISC licence, Lucide Icons and Contributors; parts MIT, Cole Bemis).'
const write = (name: string, content: string) =>
  writeFileSync(new URL(`../src/icons/${name}.ts`, import.meta.url), `${origin}\n${content}`)

write('launcher-path', `export const launcherPath =\n  '${pathOf(launcher)}'\n`)
write(
  'paths',
  `export const paths = {
${lines.join('\n')}
} as const
`,
)
