import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'

const tag = 'Privacy requests'
const anyone = { anyone: true } as const
const html = 'text/html' as const
const link = z.string().min(20).max(4000).meta({ description: 'As it stands in the link of the mail' })

/** What link and code are turned into. */
export const ExportPass = z
  .object({
    pass: z.string().meta({ description: 'For the file. It is shown once' }),
    filename: z.string(),
    bytes: z.int(),
    expiresAt: z.string().meta({ description: 'Until when a download that broke off may go on' }),
  })
  .meta({ id: 'ExportPass' })
export type ExportPass = z.infer<typeof ExportPass>

/** How a person gets the file with their data: by the link of a mail, and a code that is mailed after a click. */
export const privacyDownloadEndpoints = {
  readExportPage: endpoint('GET /v1/privacy/exports', {
    summary:
      'Show the page behind the link to one’s data; looking at it changes nothing and tells nothing of the person',
    tag,
    allow: anyone,
    query: z.strictObject({ token: z.string().max(4000).default(''), lang: z.string().max(35).default('') }),
    returns: { 200: html },
    logs: null,
  }),
  sendExportPage: endpoint('POST /v1/privacy/exports', {
    summary: 'Take the buttons of that page: mail a code, or turn the code into the one download',
    tag,
    allow: anyone,
    query: z.strictObject({ token: z.string().max(4000).default(''), lang: z.string().max(35).default('') }),
    body: z.strictObject({
      step: z.enum(['send', 'download']).default('send'),
      code: z.string().max(40).default(''),
    }),
    form: true,
    returns: { 200: html },
    logs: 'access-export.challenged',
  }),
  sendExportCode: endpoint('POST /v1/privacy/exports/codes', {
    summary: 'Mail a code to the person whose data it is; at most five for a link',
    tag,
    allow: anyone,
    body: z.strictObject({ token: link }),
    returns: { 202: z.object({ expiresAt: z.string().meta({ description: 'Until when the code is good' }) }) },
    errors: ['link_expired', 'already_downloaded'],
    logs: 'access-export.challenged',
  }),
  redeemExport: endpoint('POST /v1/privacy/exports/redemptions', {
    summary: 'Turn link and code into the one download. Of several at once exactly one succeeds',
    tag,
    allow: anyone,
    body: z.strictObject({ token: link, code: z.string().min(1).max(40) }),
    returns: { 200: ExportPass },
    errors: ['code_refused', 'link_expired', 'already_downloaded'],
    logs: 'access-export.redeemed',
  }),
  downloadExport: endpoint('GET /v1/privacy/exports/file', {
    summary:
      'Download one’s data with the pass. `Range` is taken: whatever broke off goes on for an hour, and counts as one',
    tag,
    allow: anyone,
    query: z.strictObject({ pass: z.string().max(4000).default('') }),
    returns: { 200: ['application/zip'] },
    errors: ['link_expired', 'already_downloaded', 'range_not_satisfiable'],
    logs: 'access-export.downloaded',
  }),
}
