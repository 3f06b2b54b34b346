import type { ExportLinks, LinkRefusal } from '../../../access-export/types.ts'
import type { PersonForm, PersonPage } from '../../../http/page.ts'
import type { PortalVisit } from '../portal.ts'
import { chosen } from '../visit.ts'
import { filled, spoken } from '../words/index.ts'
import { codeLetter } from './downloads.ts'

/** The pages behind the link to one's data, for browsers without scripts. */
export interface DownloadPages {
  /** Looking changes nothing, and nothing of the person stands in it. */
  show(token: string, visit: PortalVisit): Promise<PersonPage>
  act(token: string, form: { step: 'send' | 'download'; code: string }, visit: PortalVisit): Promise<PersonPage>
}

const statuses: Partial<Record<LinkRefusal, number>> = { unknown: 404, expired: 410, downloaded: 410 }

export function downloadPages(links: ExportLinks): DownloadPages {
  function page(visit: PortalVisit, token: string, from: string | null) {
    const { language, direction, words } = spoken(visit.languages)
    const said = words.download
    const names = { team: from ?? '' }
    const action = chosen(`/v1/privacy/exports?token=${encodeURIComponent(token)}`, visit)
    const basis = { status: 200, language, direction, from, heading: said.heading }
    const sending = (button: string): PersonForm => ({ action, hidden: { step: 'send' }, button, fields: [] })
    return {
      offer: (): PersonPage => ({
        ...basis,
        lines: [filled(said.intro, names)],
        forms: [sending(said.send)],
      }),
      ask: (problem?: string): PersonPage => ({
        ...basis,
        status: problem ? 400 : 200,
        lines: [problem ?? said.sent],
        forms: [
          {
            action,
            hidden: { step: 'download' },
            button: said.download,
            fields: [{ name: 'code', label: words.page.code, type: 'code', isNeeded: true }],
          },
          sending(said.again),
        ],
      }),
      begin: (pass: string): PersonPage => ({
        ...basis,
        heading: said.begins,
        lines: [said.goesOn],
        onward: { to: `/v1/privacy/exports/file?pass=${encodeURIComponent(pass)}`, text: said.file },
      }),
      refuse(refusal: LinkRefusal): PersonPage {
        if (refusal === 'wrong-code' || refusal === 'no-code') return this.ask(words.page.wrongCode)
        const text = {
          unknown: words.page.linkUnknown,
          expired: said.expired,
          downloaded: said.downloaded,
          'too-many-codes': said.tooMany,
          'no-such-bytes': said.expired,
          begun: said.expired,
        }[refusal]
        return { ...basis, status: statuses[refusal] ?? 429, lines: [filled(text, names)] }
      },
    }
  }

  return {
    async show(token, visit) {
      const { state, team } = await links.look(token)
      const pages = page(visit, token, team)
      return state === 'open' ? pages.offer() : pages.refuse(state)
    },

    async act(token, { step, code }, visit) {
      const { team } = await links.look(token)
      const pages = page(visit, token, team)
      const { requestId, languages } = visit
      if (step === 'send') {
        const sent = await links.sendCode(token, { requestId, letter: codeLetter(languages) })
        return 'refused' in sent ? pages.refuse(sent.refused) : pages.ask()
      }
      const redeemed = await links.redeem(token, code, { requestId })
      return 'refused' in redeemed ? pages.refuse(redeemed.refused) : pages.begin(redeemed.pass)
    },
  }
}
