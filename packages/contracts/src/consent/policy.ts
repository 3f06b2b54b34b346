import { z } from 'zod'
import { languageTag, line, prose } from '../text.ts'

/** The same text in several languages, by language tag. */
const inLanguages = <Text extends z.ZodType>(text: Text) =>
  z.record(languageTag, text).refine((texts) => Object.keys(texts).length > 0, 'must hold at least one language')

const LineInLanguages = inLanguages(line(200))
const ProseInLanguages = inLanguages(prose(2000))

/** What page authors write into `data-consent`, and what a stored choice is made of. */
const consentName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'must begin with a small letter and go on with small letters, digits and "-"')

/** A page of the site, or elsewhere. Never a script: the banner makes it a link. */
const pageAddress = z
  .string()
  .max(500)
  .regex(/^(https?:\/\/|\/)/, 'must begin with https:// or with /')

const address = z.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' }).max(500)

/** The consent types of Google Consent Mode v2, by their literal names. */
export const googleConsentTypes = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
] as const

const marks = {
  google: z.array(z.enum(googleConsentTypes)).max(googleConsentTypes.length).optional().meta({
    description: 'The consent types of Google Consent Mode that are granted with this',
  }),
  soldOrShared: z.boolean().optional().meta({
    description: 'Data is sold, or shared for advertising across sites: Global Privacy Control keeps it off',
  }),
  sensitive: z.boolean().optional().meta({
    description: 'Sensitive personal information is used: US visitors may limit it',
  }),
}

/** A cookie that a service sets. `*` in its name stands for any characters. */
export const ConsentCookie = z
  .strictObject({
    name: line(200).meta({ description: 'The name; `*` stands for any characters' }),
    domain: line(253).optional().meta({ description: 'The domain, unless it is the site itself' }),
    path: z.string().max(500).startsWith('/').optional(),
    lifetimeDays: z.number().positive().max(3650).optional().meta({
      description: 'Days until it expires; left out, it goes with the session',
    }),
    httpOnly: z.boolean().optional().meta({ description: 'Set by a server, so that no script can delete it' }),
  })
  .meta({ id: 'ConsentCookie' })
export type ConsentCookie = z.infer<typeof ConsentCookie>

/** Where in a browser something is kept besides cookies. */
export const consentStorageKinds = ['local', 'session', 'indexed-db', 'cache', 'service-worker'] as const

/** A key that a service keeps in the browser, outside of cookies. */
export const ConsentStorage = z
  .strictObject({
    kind: z.enum(consentStorageKinds),
    name: line(200).meta({
      description:
        'The key, the name of the database or cache, or the path of the scope of a service worker; `*` stands for any characters',
    }),
  })
  .meta({ id: 'ConsentStorage' })
export type ConsentStorage = z.infer<typeof ConsentStorage>

/** What is asked about together: one switch of the banner. */
export const ConsentCategory = z
  .strictObject({
    id: consentName,
    necessary: z.boolean().optional().meta({ description: 'Always on: the site does not work without' }),
    title: LineInLanguages.optional().meta({
      description:
        'Left out where the banner has words of its own: necessary, preferences, analytics, media, marketing',
    }),
    description: ProseInLanguages.optional(),
    ...marks,
  })
  .meta({ id: 'ConsentCategory' })
export type ConsentCategory = z.infer<typeof ConsentCategory>

/** Who gets something, and by what: hosts, cookies and keys of storage. */
export const ConsentService = z
  .strictObject({
    id: consentName,
    category: consentName,
    name: line(100),
    provider: z
      .strictObject({
        name: line(200),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1), such as IE')
          .optional(),
        privacyUrl: address.optional(),
      })
      .optional(),
    purpose: ProseInLanguages.optional().meta({ description: 'What it is for' }),
    data: ProseInLanguages.optional().meta({ description: 'What it learns of the visitor' }),
    kept: ProseInLanguages.optional().meta({
      description: 'How long, in words; left out, it is said from the cookies',
    }),
    requests: z
      .array(
        z
          .string()
          .max(300)
          .regex(
            /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/\S*)?$/,
            'must be a host in small letters, with a path or without, such as maps.example.com/embed',
          ),
      )
      .max(50)
      .optional()
      .meta({ description: 'Where it loads from. A host covers what is below it, a path what begins with it' }),
    cookies: z.array(ConsentCookie).max(100).optional(),
    storage: z.array(ConsentStorage).max(100).optional(),
    ...marks,
  })
  .meta({ id: 'ConsentService' })
export type ConsentService = z.infer<typeof ConsentService>

/**
 * What holds before a choice: `opt-in` nothing, `opt-out` and `none` everything; with `none` a no is kept all the same.
 */
export const consentRegimeKinds = ['opt-in', 'opt-out', 'none'] as const
/** What holds before a choice; see `consentRegimeKinds`. */
export type ConsentRegimeKind = (typeof consentRegimeKinds)[number]

/** What holds before a choice in a region, and how long choices last, in days. */
export const ConsentRegime = z
  .strictObject({
    kind: z.enum(consentRegimeKinds).meta({
      description:
        '`opt-in`: nothing before a yes. `opt-out`: everything until a no. `none`: everything, and a no is kept',
    }),
    expiresAfterDays: z.int().min(1).max(400).meta({ description: 'After how many days a yes is no longer one' }),
    askAgainAfterDays: z.int().min(1).max(400).meta({
      description: 'The earliest that someone who said no is asked again',
    }),
    sensitive: z.enum(['opt-in', 'opt-out']).optional().meta({
      description: 'Under `opt-out`: whether sensitive information needs a yes all the same. `opt-out` unless told',
    }),
  })
  .meta({ id: 'ConsentRegime' })
export type ConsentRegime = z.infer<typeof ConsentRegime>

/**
 * What holds unless a policy says otherwise. Six months both is good practice in the EU; California demands twelve
 * months after an opt-out.
 */
export const defaultConsentRegimes = {
  'opt-in': { kind: 'opt-in', expiresAfterDays: 182, askAgainAfterDays: 182 },
  'opt-out': { kind: 'opt-out', expiresAfterDays: 365, askAgainAfterDays: 365 },
  none: { kind: 'none', expiresAfterDays: 365, askAgainAfterDays: 365 },
} as const satisfies Record<ConsentRegimeKind, ConsentRegime>

const regimeName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'must begin with a small letter and go on with small letters, digits and "-"')

/**
 * What is asked, of whom, and what may run: one document, edited as data. Everything is optional that has a safe meaning
 * when it is left out.
 */
export const ConsentPolicy = z
  .strictObject({
    id: z
      .string()
      .regex(/^pol_[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'must be an id that begins with "pol_"')
      .optional()
      .meta({ description: 'Its id on the server that publishes it' }),
    version: z.int().min(1).meta({ description: 'Grows with each publication' }),
    asks: z
      .string()
      .regex(/^[0-9a-z]{1,20}$/)
      .optional()
      .meta({
        description:
          'Names what is asked: it changes with purposes, services and texts. Computed by `sotto-consent pull`',
      }),
    site: z.strictObject({
      name: line(100),
      privacyUrl: pageAddress.optional().meta({ description: 'The privacy notice' }),
      imprintUrl: pageAddress.optional(),
    }),
    language: languageTag.optional().meta({ description: 'The language that every text has; `en` unless told' }),
    texts: z
      .strictObject({ heading: LineInLanguages.optional(), body: ProseInLanguages.optional() })
      .optional()
      .meta({ description: 'Words of the first layer in place of our own' }),
    categories: z.array(ConsentCategory).min(1).max(20),
    services: z.array(ConsentService).max(200).optional(),
    regimes: z.record(regimeName, ConsentRegime).optional(),
    regions: z
      .record(
        z.string().regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?|\*)$/, 'must be a country or region (ISO 3166) or *'),
        regimeName,
      )
      .optional()
      .meta({
        description: 'Which regime holds where: `US-CA`, `US`, or `*` for the rest. Where nothing fits, the strictest',
      }),
    gate: z
      .strictObject({
        mode: z.enum(['declared', 'strict']).optional().meta({
          description: '`declared`: what services name is held. `strict`: every other host that nothing names, too',
        }),
        firstParty: z.array(line(253)).max(50).optional().meta({
          description: 'Hosts of your own besides the one of the page and those below it',
        }),
      })
      .optional(),
    google: z
      .strictObject({
        mode: z.enum(['basic', 'advanced']).optional().meta({
          description:
            '`basic`: no Google tag before a yes. `advanced`: the tags load at once and report to Google before a choice',
        }),
        waitForUpdateMs: z.int().min(0).max(10_000).optional(),
      })
      .optional(),
    storage: z
      .strictObject({
        kind: z.enum(['cookie', 'local']).optional(),
        name: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,60}$/)
          .optional(),
        domain: line(253).optional().meta({
          description: 'For a choice that holds on all sub-domains: their common domain. Cookies only',
        }),
      })
      .optional()
      .meta({ description: 'Where the choice is kept: one cookie of the site, unless told' }),
    layout: z.enum(['card', 'sheet', 'wall']).optional().meta({
      description: '`card` in the corner, `sheet` along the bottom, `wall` before the page',
    }),
    delivery: z
      .strictObject({
        server: address,
        key: line(200).meta({ description: 'A publishable key, `pk_…`' }),
      })
      .optional()
      .meta({ description: 'Where choices are recorded. Left out, they stay in the browser' }),
  })
  .superRefine((policy, context) => {
    const problem = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const categories = new Set(policy.categories.map(({ id }) => id))
    const taken = new Set<string>()
    for (const [index, { id }] of policy.categories.entries()) {
      if (taken.has(id)) problem(['categories', index, 'id'], `is the second "${id}"; each name may stand once`)
      taken.add(id)
    }
    for (const [index, { id, category }] of (policy.services ?? []).entries()) {
      if (taken.has(id)) problem(['services', index, 'id'], `is the second "${id}"; each name may stand once`)
      taken.add(id)
      if (!categories.has(category)) {
        problem(['services', index, 'category'], `names "${category}", which is no category of this policy`)
      }
    }
    const regimes = { ...defaultConsentRegimes, ...policy.regimes }
    for (const [region, name] of Object.entries(policy.regions ?? {})) {
      if (!Object.hasOwn(regimes, name)) problem(['regions', region], `names "${name}", which is no regime`)
    }
  })
  .meta({ id: 'ConsentPolicy' })
export type ConsentPolicy = z.infer<typeof ConsentPolicy>
