import { type CertificateVerdict, FormatError, verifyCertificate } from '@sotto/verify'
import type { ScriptWords } from './check-words/index.ts'

/**
 * The page that checks a certificate of erasure: all of it here, in the browser. Nothing is sent, and once the page is
 * loaded it needs no connection.
 */
const form = document.querySelector<HTMLFormElement>('#check')
const outcome = document.querySelector<HTMLElement>('#outcome')
const drop = document.querySelector<HTMLElement>('#drop')
let file: { name: string; text: string } | undefined

const mostBytes = 5_000_000

/** They stand in the page, in its language. */
const words: ScriptWords = JSON.parse(outcome?.dataset.words ?? '{}')

const verdicts: Record<CertificateVerdict['status'], { heading: string; line: string }> = {
  valid: { heading: words.valid, line: words.validLine },
  unproven: { heading: words.unproven, line: words.unprovenLine },
  invalid: { heading: words.invalid, line: words.invalidLine },
}

/** A text with its names put in. */
const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => names[name] ?? place)

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  if (className) made.className = className
  return made
}

interface Line {
  text: string
  /** What exactly was found: in English, whichever language the page has. */
  exactly?: string
}

function list(sign: string, meaning: string, lines: readonly Line[]): HTMLElement[] {
  if (lines.length === 0) return []
  const all = element('ul', '', 'checks')
  for (const { text, exactly } of lines) {
    const item = element('li')
    const mark = element('span', sign, 'mark')
    mark.setAttribute('role', 'img')
    mark.setAttribute('aria-label', meaning)
    item.append(mark, ' ', element('span', text))
    if (exactly) {
      const said = element('span', exactly)
      said.lang = 'en'
      said.dir = 'ltr'
      item.append(' ', said)
    }
    all.append(item)
  }
  return [all]
}

const problemWords: Partial<Record<CertificateVerdict['problems'][number]['code'], string>> = {
  forged: words.forged,
  entry_unproven: words.entryUnproven,
  other_entry: words.otherEntry,
  other_log: words.otherLog,
  other_key: words.otherKey,
  checkpoint_forged: words.checkpointForged,
  other_person: words.otherPerson,
}

/** A problem in the language of the page; what makes a file no certificate is told exactly, too. */
function problemLine({ code, message }: CertificateVerdict['problems'][number]): Line {
  const text = problemWords[code]
  return text ? { text } : { text: words.malformed, exactly: message }
}

const number = new Intl.NumberFormat(document.documentElement.lang || undefined)
const lines = (texts: readonly (string | false)[]): Line[] => texts.flatMap((text) => (text ? [{ text }] : []))

/** What holds, and what cannot be known from what was given. */
function checksOf({ status, certificate, supplements, index, size }: CertificateVerdict, isAddressGiven: boolean) {
  const isGood = status !== 'invalid'
  const place = { index: number.format(index ?? 0), size: number.format(size ?? 0) }
  return {
    shown: lines([
      isGood && filled(words.inLog, place),
      isGood && supplements.length > 0 && filled(words.supplementInLog, { count: number.format(supplements.length) }),
      status === 'valid' && words.signed,
      isGood && isAddressGiven && words.aboutGiven,
    ]),
    notShown: lines([
      status === 'unproven' && words.noKey,
      certificate !== null && !isAddressGiven && words.aboutUnknown,
    ]),
  }
}

const day = (time: string) => new Date(time).toISOString().slice(0, 10)
const plain = (name: string) =>
  words.collections[name] ?? name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** What it says, once it is known that it says so. */
function facts({ certificate, supplements }: CertificateVerdict): HTMLElement[] {
  if (!certificate) return []
  const { erasure, team, completed, collections, keys, withheld, backups, providers, processors } = certificate
  const isClear = supplements.some(({ says }) => says.what === 'backups-unreadable')
  const rows: [string, string][] = [
    [words.erasure, `${erasure}, ${team}`],
    [words.completed, day(completed)],
    ...collections.map(({ collection, deleted, anonymised }): [string, string] => [
      plain(collection),
      [
        deleted ? filled(words.deleted, { count: String(deleted) }) : '',
        anonymised ? filled(words.anonymised, { count: String(anonymised) }) : '',
      ]
        .filter(Boolean)
        .join(', ') || words.nothing,
    ]),
    [words.keys, String(keys.destroyed)],
    ...withheld.map(({ collection, count, ground, until }): [string, string] => [
      words.stillKept,
      `${plain(collection)}: ${count}; ${ground}, ${until ? filled(words.until, { day: day(until) }) : words.untilEnds}`,
    ]),
    ...processors.map(({ name, state }): [string, string] => [filled(words.told, { name }), state]),
    ...providers.map(({ provider, clear }): [string, string] => [
      filled(words.provider, { name: provider }),
      clear ? filled(words.cleared, { day: day(clear) }) : words.notAttested,
    ]),
    [words.backups, isClear ? words.backupsClear : filled(words.backupsAfter, { day: day(backups.expected) })],
  ]
  const all = element('dl')
  for (const [term, text] of rows) {
    const row = element('div')
    row.append(element('dt', term), element('dd', text))
    all.append(row)
  }
  return [element('h2', words.says), all]
}

function show(...nodes: HTMLElement[]): void {
  outcome?.replaceChildren(...nodes)
  outcome?.querySelector<HTMLElement>('h2')?.focus()
}

function showVerdict(verdict: CertificateVerdict, isAddressGiven: boolean): void {
  const { shown, notShown } = checksOf(verdict, isAddressGiven)
  const { heading, line } = verdicts[verdict.status]
  const title = element('h2', heading, verdict.status === 'invalid' ? 'bad' : '')
  title.tabIndex = -1
  show(
    title,
    element('p', line, 'quiet'),
    ...list('✗', words.wrong, verdict.problems.map(problemLine)),
    ...list('✓', words.shown, shown),
    ...list('–', words.notShown, notShown),
    ...(verdict.status === 'invalid' ? [] : facts(verdict)),
  )
}

function refuse(text: string): void {
  const title = element('h2', text, 'bad')
  title.tabIndex = -1
  show(title)
}

async function check(): Promise<void> {
  if (!form || !file) return refuse(words.chooseFirst)
  const fields = new FormData(form)
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  const [key, address, nonce] = [text('key'), text('address'), text('nonce')]
  if ((address === '') !== (nonce === '')) return refuse(words.giveBoth)
  try {
    const given = { ...(key ? { keys: [key] } : {}), ...(nonce ? { address, nonce } : {}) }
    showVerdict(await verifyCertificate(file.text, given), nonce !== '')
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    refuse(words.unreadable)
  }
}

async function take(chosen: File | undefined): Promise<void> {
  if (!chosen) return
  if (chosen.size > mostBytes) return refuse(words.tooLarge)
  file = { name: chosen.name, text: await chosen.text() }
  const name = drop?.querySelector('output')
  if (name) name.textContent = file.name
  await check()
}

form?.addEventListener('submit', (event) => {
  event.preventDefault()
  void check()
})
form?.querySelector<HTMLInputElement>('input[type=file]')?.addEventListener('change', (event) => {
  void take((event.target as HTMLInputElement).files?.[0])
})
for (const kind of ['dragenter', 'dragover'])
  drop?.addEventListener(kind, (event) => {
    event.preventDefault()
    drop.classList.add('over')
  })
for (const kind of ['dragleave', 'drop']) drop?.addEventListener(kind, () => drop.classList.remove('over'))
drop?.addEventListener('drop', (event) => {
  event.preventDefault()
  void take((event as DragEvent).dataTransfer?.files[0])
})
