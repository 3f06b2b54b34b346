import { html } from 'lit'
import { paths } from './paths.ts'

export type IconName = keyof typeof paths

/** Icons that point along the line of reading; they turn round where it runs from right to left. */
const directed = new Set<IconName>(['previous', 'next', 'back', 'leave'])

/** An icon says nothing by itself: what carries it has a label or a name. */
export const icon = (name: IconName) =>
  html`<svg class=${directed.has(name) ? 'icon directed' : 'icon'} viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]}></path></svg>`
