import type { Response } from 'express'

/**
 * Sends one of our pages, which may use nothing but its own style (and its script, where it has one; a script that stands
 * `alone` may connect to nothing).
 */
export function sendPage(
  response: Response,
  status: number,
  content: { html: string; styleSource: string; script?: boolean | 'alone'; form?: boolean },
): void {
  const connects = content.script === 'alone' ? '' : "connect-src 'self'; img-src 'self' data:; "
  const own = content.script ? `script-src 'self'; ${connects}` : ''
  response
    .status(status)
    .setHeader(
      'Content-Security-Policy',
      `default-src 'none'; ${own}style-src ${content.styleSource}; base-uri 'none'; form-action ${content.form ? "'self'" : "'none'"}; frame-ancestors 'none'`,
    )
    .type('html')
    .send(content.html)
}
