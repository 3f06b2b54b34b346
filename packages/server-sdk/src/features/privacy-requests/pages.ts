import { CorrectedFields, PortalRequest, privacyKinds, privacyRegimes } from '@sotto/contracts'
import { isSottoError } from '../../errors.ts'
import type { PersonField, PersonPage } from '../../http/page.ts'
import type { Portal, PortalVisit } from './portal.ts'
import { chosen } from './visit.ts'
import { dayIn, filled, spoken } from './words/index.ts'

/** Forms of the portal as they come from a page without scripts. */
export interface SentForm {
  step: 'ask' | 'confirm' | 'correct'
  kind?: string | undefined
  email?: string | undefined
  reason?: string | undefined
  regime?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  company?: string | undefined
  newEmail?: string | undefined
  agentName?: string | undefined
  agentEmail?: string | undefined
  pending?: string | undefined
  code?: string | undefined
}

/** The pages of the portal, for browsers without scripts. They set no cookie and fetch nothing. */
export interface PortalPages {
  ask(slug: string, query: { kind: string; pending: string }, visit: PortalVisit): Promise<PersonPage>
  send(slug: string, form: SentForm, visit: PortalVisit): Promise<PersonPage>
  status(slug: string, token: string, visit: PortalVisit): Promise<PersonPage>
  act(
    slug: string,
    token: string,
    form: { action?: 'cancel' | 'end-link' | 'appeal' | undefined; reason?: string | undefined },
    visit: PortalVisit,
  ): Promise<PersonPage>
}

export function portalPages(portal: Portal): PortalPages {
  async function basis(slug: string, { languages }: PortalVisit) {
    const offered = await portal.read(slug)
    const { language, direction, words } = spoken(languages)
    const page = { status: 200, language, direction, from: offered.team.name }
    return { offered, words, page, language }
  }

  async function askPage(
    slug: string,
    visit: PortalVisit,
    given: Partial<SentForm>,
    problem?: { status: number; text: string },
  ): Promise<PersonPage> {
    const { offered, words, page } = await basis(slug, visit)
    const said = words.page
    const text = (name: keyof SentForm & string, label: string, type: PersonField['type'] = 'text'): PersonField => ({
      name,
      label,
      type,
      value: given[name] ?? '',
    })
    return {
      ...page,
      status: problem?.status ?? 200,
      heading: said.heading,
      lines: [...(problem ? [problem.text] : []), filled(said.intro, { team: offered.team.name })],
      forms: [
        {
          action: chosen(`/privacy/${slug}`, visit),
          hidden: { step: 'ask' },
          button: said.send,
          fields: [
            {
              ...text('kind', said.kind, 'choice'),
              options: [
                ...offered.kinds.map(({ kind }) => ({ value: kind, label: words.kinds[kind] })),
                { value: noAdvertising, label: said.noAdvertising },
              ],
              isNeeded: true,
            },
            { ...text('email', said.email, 'email'), isNeeded: true },
            text('reason', said.reason, 'long'),
            {
              ...text('regime', said.regime, 'choice'),
              options: offered.regimes.map(({ regime, name }) => ({ value: regime, label: name })),
            },
            text('agentName', `${said.forOther}: ${said.agentName}`),
            text('agentEmail', `${said.forOther}: ${said.agentEmail}`, 'email'),
          ],
        },
      ],
    }
  }

  async function codePage(slug: string, visit: PortalVisit, pending: string, problem?: string): Promise<PersonPage> {
    const { words, page } = await basis(slug, visit)
    const said = words.page
    return {
      ...page,
      status: problem ? 400 : 200,
      heading: said.sentHeading,
      lines: [problem ?? said.sent],
      forms: [
        {
          action: chosen(`/privacy/${slug}`, visit),
          hidden: { step: 'confirm', pending },
          button: said.confirm,
          fields: [{ name: 'code', label: said.code, type: 'code', isNeeded: true }],
        },
      ],
    }
  }

  async function donePage(slug: string, visit: PortalVisit, email: string): Promise<PersonPage> {
    const { offered, words, page } = await basis(slug, visit)
    const said = words.page
    return { ...page, heading: said.doneHeading, lines: [filled(said.doneText, { team: offered.team.name, email })] }
  }

  /** What stands there, to be changed: after the code alone. */
  async function correctionPage(
    slug: string,
    visit: PortalVisit,
    pending: string,
    values: Partial<Record<'name' | 'email' | 'phone' | 'company', string | null>>,
    problem?: string,
  ): Promise<PersonPage> {
    const { words, page } = await basis(slug, visit)
    const said = words.page
    const text = (
      name: string,
      label: string,
      value: string | null | undefined,
      type: PersonField['type'] = 'text',
    ) => ({
      name,
      label,
      type,
      value: value ?? '',
    })
    return {
      ...page,
      status: problem ? 400 : 200,
      heading: words.kinds.correction,
      lines: [problem ?? said.corrected],
      forms: [
        {
          action: chosen(`/privacy/${slug}`, visit),
          hidden: { step: 'correct', pending },
          button: said.send,
          fields: [
            text('name', said.name, values.name),
            text('newEmail', said.newEmail, values.email, 'email'),
            text('phone', said.phone, values.phone),
            text('company', said.company, values.company),
          ],
        },
      ],
    }
  }

  async function statusPage(slug: string, token: string, visit: PortalVisit, isFresh = false): Promise<PersonPage> {
    const { words, page, language } = await basis(slug, visit)
    const said = words.page
    const found = await portal.status(slug, token, visit).catch((error: unknown) => {
      if (isSottoError(error) && error.code === 'not_found') return null
      throw error
    })
    if (!found) return { ...page, status: 404, heading: said.statusHeading, lines: [said.linkUnknown] }
    const isOpen = found.endedAt === null
    const due = new Date(found.dueAt)
    const { decision } = found
    const action = chosen(`/privacy/${slug}/status?token=${encodeURIComponent(token)}`, visit)
    const button = (name: string, text: string, fields: PersonField[] = []) => ({
      action,
      hidden: { action: name },
      button: text,
      fields,
    })
    return {
      ...page,
      heading: said.statusHeading,
      lines: [
        words.kinds[found.kind],
        said.status[found.status],
        ...(found.foundNothing ? [filled(words.fulfilled.nothing, { team: page.from })] : []),
        ...(decision?.ground ? [words.grounds[decision.ground]] : []),
        ...(decision?.reason ? [decision.reason] : []),
        ...(decision?.complainTo ?? []).map(({ name, url }) => ({ text: name, to: url })),
        ...(isOpen ? [filled(said.due, { due: dayIn(due, language) })] : []),
        ...(found.hasCertificate
          ? [
              {
                text: said.certificate,
                to: `/v1/privacy-portal/${slug}/certificate?format=pdf&token=${encodeURIComponent(token)}`,
              },
            ]
          : []),
        found.reference,
        ...(isFresh ? [said.keepLink] : []),
      ],
      forms: [
        ...(found.canCancel ? [button('cancel', said.cancel)] : []),
        ...(found.canAppeal
          ? [
              button('appeal', said.appeal, [
                { name: 'reason', label: said.appealReason, type: 'long', isNeeded: true },
              ]),
            ]
          : []),
        button('end-link', said.endLink),
      ],
    }
  }

  async function correct(slug: string, form: SentForm, visit: PortalVisit): Promise<PersonPage> {
    const { words, page } = await basis(slug, visit)
    const { name = '', newEmail = '', phone = '', company = '', pending = '' } = form
    const values = { name, email: newEmail, phone, company }
    const given = Object.entries(values).map(([field, value]) => [field, value.trim() || null])
    const parsed = CorrectedFields.safeParse(Object.fromEntries(given))
    const again = (fields: string) =>
      correctionPage(slug, visit, pending, values, filled(words.page.wrongForm, { fields }))
    if (!parsed.success) return again([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].join(', '))
    try {
      const { reference } = await portal.correct(slug, { pending, changes: parsed.data }, visit)
      return { ...page, heading: words.page.statusHeading, lines: [words.page.status.in_progress, reference] }
    } catch (error) {
      if (isSottoError(error) && error.code === 'code_refused')
        return codePage(slug, visit, pending, words.page.wrongCode)
      if (isSottoError(error) && error.code === 'invalid_request') return again(words.kinds.correction)
      throw error
    }
  }

  return {
    ask: async (slug, { kind, pending }, visit) =>
      pending ? codePage(slug, visit, pending) : askPage(slug, visit, { kind }),

    async send(slug, form, visit) {
      const { words } = await basis(slug, visit)
      if (form.step === 'confirm') {
        try {
          const input = { pending: form.pending ?? '', code: form.code ?? '' }
          const { token, current } = await portal.confirm(slug, input, visit)
          if (current) return await correctionPage(slug, visit, input.pending, current)
          return await statusPage(slug, token, visit, true)
        } catch (error) {
          if (isSottoError(error) && error.code === 'code_refused')
            return codePage(slug, visit, form.pending ?? '', words.page.wrongCode)
          throw error
        }
      }
      if (form.step === 'correct') return correct(slug, form, visit)
      const parsed = PortalRequest.safeParse(requestIn(form, visit))
      if (!parsed.success) {
        const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')))].join(', ')
        return askPage(slug, visit, form, {
          status: 400,
          text: filled(words.page.wrongForm, { fields }),
        })
      }
      const { pending, needsCode } = await portal.ask(slug, parsed.data, visit)
      return needsCode ? codePage(slug, visit, pending) : donePage(slug, visit, parsed.data.email)
    },

    status: (slug, token, visit) => statusPage(slug, token, visit),

    async act(slug, token, { action, reason }, visit) {
      if (!action) return statusPage(slug, token, visit)
      const { words, page } = await basis(slug, visit)
      try {
        await portal.act(slug, { token, action, ...(reason ? { reason } : {}) }, visit)
      } catch (error) {
        // What runs or has ended is shown as it stands.
        if (!isSottoError(error) || (error.code !== 'request_ended' && error.code !== 'not_found')) throw error
      }
      if (action === 'end-link') return { ...page, heading: words.page.statusHeading, lines: [words.page.linkEnded] }
      return statusPage(slug, token, visit)
    },
  }
}

/** An objection to advertising alone, among what somebody can choose. */
const noAdvertising = 'no-advertising'

/** What a form asks for, in the form of the contract. Empty fields are as if they were not there. */
function requestIn(form: SentForm, { languages }: PortalVisit) {
  const { kind, email = '', reason, regime, agentName = '', agentEmail = '' } = form
  return {
    kind: kind === noAdvertising ? 'objection' : privacyKinds.find((one) => one === kind),
    email,
    ...(agentName.trim() || agentEmail.trim() ? { agent: { name: agentName, email: agentEmail } } : {}),
    ...(reason?.trim() ? { reason } : {}),
    ...(privacyRegimes.some((one) => one === regime) ? { regime } : {}),
    marketing: kind === noAdvertising,
    language: languages.find((tag) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) ?? 'en',
  }
}
