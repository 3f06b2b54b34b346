import type { Response } from 'express'

/** Sends one of our pages, which may use nothing but its own style (and its script, where it has one). */
export function sendPage(
  response: Response,
  status: number,
  content: { html: string; styleSource: string; script?: boolean; form?: boolean },
): void {
  const own = content.script ? "script-src 'self'; connect-src 'self'; img-src 'self' data:; " : ''
  response
    .status(status)
    .setHeader(
      'Content-Security-Policy',
      `default-src 'none'; ${own}style-src ${content.styleSource}; base-uri 'none'; form-action ${content.form ? "'self'" : "'none'"}; frame-ancestors 'none'`,
    )
    .type('html')
    .send(content.html)
}
