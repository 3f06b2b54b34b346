import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Reached from this file and from the bundle in `dist/` alike: both lie one folder below the package. */
const template = readFileSync(new URL('../demo/index.html', import.meta.url), 'utf8')

export interface DemoPage {
  /** The whole document. It asks nobody but its own server for anything. */
  html: string
  /** The page's one style sheet as a source expression for `style-src`, so that the policy needs no `unsafe-inline`. */
  styleSource: `'sha256-${string}'`
}

/** The gate stands before everything else; what waits, and the banner, at the end. */
const parts: readonly [before: string, part: string][] = [
  ['<meta charset="utf-8">', '<script src="/demo/consent/sotto-gate.js"></script>\n    '],
  [
    '</footer>',
    `<p id="visits">The visit counter waits until you agree to it.</p>
          <p><sotto-consent-link></sotto-consent-link></p>
        `,
  ],
  [
    '</body>',
    `  <sotto-consent></sotto-consent>
    <script type="module" src="/demo/room.js"></script>
    <script type="module" src="/demo/consent/sotto-consent.js"></script>
    <script type="text/plain" data-consent="visit-counter" data-src="/demo/visit-counter.js"></script>
  `,
  ],
]

/**
 * The page of the sample workshop, with the widget on it.
 *
 * @param widgetSrc address of the widget's script, with the bot's publishable key, for example
 *   `/widget/v1.js?bot=pk_live_…`; escaped here
 * @param asks whether it has the consent banner, too
 */
export function demoPage({ widgetSrc, asks = false }: { widgetSrc: string; asks?: boolean }): DemoPage {
  const style = template.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? ''
  const page = (asks ? parts : []).reduce((html, [before, part]) => html.replace(before, part + before), template)
  return {
    html: page.replace('{{widgetSrc}}', () => escapeAttribute(widgetSrc)),
    styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  }
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
