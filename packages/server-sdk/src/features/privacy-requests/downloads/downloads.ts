import type { ExportPass } from '@sotto/contracts'
import type { ByteRange, ExportDownload, ExportLinks, Refused } from '../../../access-export/types.ts'
import { notFound, SottoError } from '../../../errors.ts'
import type { PortalVisit } from '../portal.ts'
import { filled, spoken } from '../words/index.ts'

/** How a person gets the file with their data: by the link of a mail, and a code that is mailed after a click. */
export interface Downloads {
  /** @throws SottoError `not_found`, `link_expired`, `already_downloaded`, `rate_limited` */
  sendCode(token: string, visit: PortalVisit): Promise<{ expiresAt: string }>
  /** @throws SottoError `not_found`, `link_expired`, `already_downloaded`, `code_refused` */
  redeem(given: { token: string; code: string }, visit: PortalVisit): Promise<ExportPass>
  /** @throws SottoError `not_found`, `link_expired`, `already_downloaded`, `range_not_satisfiable`, `rate_limited` */
  file(pass: string, range: ByteRange | null, visit: PortalVisit): Promise<ExportDownload>
}

function refusedAs({ refused, bytes }: Refused): SottoError {
  switch (refused) {
    case 'unknown':
      return notFound('export')
    case 'expired':
      return new SottoError('link_expired', 'Ask for a new link.')
    case 'downloaded':
      return new SottoError('already_downloaded', 'A link gives its file once. Ask for a new one.')
    case 'no-such-bytes':
      return new SottoError('range_not_satisfiable', 'Ask for bytes that the file has, or for all of it.', {
        fileBytes: bytes,
      })
    case 'begun':
      return new SottoError('rate_limited', 'It is on its way to somebody with this link already.', { retryAfter: 60 })
    case 'too-many-codes':
      return new SottoError('rate_limited', 'Five codes were sent for this link, and no more are. Ask for a new link.')
    default:
      return new SottoError('code_refused', 'The code is wrong, was used before or has expired. Ask for a new one.')
  }
}

/** The mail with a code, in the language of whoever pressed the button. */
export function codeLetter(languages: readonly string[]) {
  const { download, code: shared } = spoken(languages).words
  return (names: { team: string; code: string }) => ({
    subject: filled(shared.subject, names)
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .slice(0, 200),
    text: `${names.code}\n\n${filled(download.mail, names)}\n\n${download.ignore}\n`,
  })
}

export function privacyDownloads(links: ExportLinks): Downloads {
  function orRefuse<Given extends object>(given: Given | Refused): Given {
    if ('refused' in given) throw refusedAs(given)
    return given
  }
  return {
    sendCode: async (token, { requestId, languages }) =>
      orRefuse(await links.sendCode(token, { requestId, letter: codeLetter(languages) })),
    redeem: async ({ token, code }, { requestId }) => orRefuse(await links.redeem(token, code, { requestId })),
    file: async (pass, range, { requestId }) => orRefuse(await links.file(pass, range ?? {}, { requestId })),
  }
}
