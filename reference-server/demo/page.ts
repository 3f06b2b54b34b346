import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Reached from this file and from the bundle in `dist/` alike: both lie one folder below the package. */
const template = readFileSync(new URL('../demo/index.html', import.meta.url), 'utf8')

export interface DemoPage {
  /** The whole document. Its only request is for the widget's script. */
  html: string
  /** The page's one style sheet as a source expression for `style-src`, so that the policy needs no `unsafe-inline`. */
  styleSource: `'sha256-${string}'`
}

/**
 * The page of the sample workshop, with the widget on it.
 *
 * @param widgetSrc address of the widget's script, with the bot's publishable key, for example
 *   `/widget/v1.js?bot=pk_live_…`; escaped here
 */
export function demoPage({ widgetSrc }: { widgetSrc: string }): DemoPage {
  const style = template.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? ''
  return {
    html: template.replace('{{widgetSrc}}', () => escapeAttribute(widgetSrc)),
    styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  }
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
