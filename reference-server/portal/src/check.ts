import { type CertificateVerdict, FormatError, verifyCertificate } from '@sotto/verify'

/**
 * The page that checks a certificate of erasure: all of it here, in the browser. Nothing is sent, and once the page is
 * loaded it needs no connection.
 */
const form = document.querySelector<HTMLFormElement>('#check')
const outcome = document.querySelector<HTMLElement>('#outcome')
const drop = document.querySelector<HTMLElement>('#drop')
let file: { name: string; text: string } | undefined

const mostBytes = 5_000_000

const words: Record<CertificateVerdict['status'], { heading: string; line: string }> = {
  valid: { heading: 'The certificate is valid', line: 'Each check below holds, by the key that you gave.' },
  unproven: {
    heading: 'Nothing is wrong with the certificate',
    line: 'What it says was signed and stands in a log. Whose log it is, is not shown: give the key that the business publishes.',
  },
  invalid: { heading: 'The certificate is not valid', line: 'Do not rely on it. This is what is wrong:' },
}

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

function list(sign: string, meaning: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return []
  const all = element('ul', '', 'checks')
  for (const line of lines) {
    const item = element('li')
    const mark = element('span', sign)
    mark.setAttribute('role', 'img')
    mark.setAttribute('aria-label', meaning)
    item.append(mark, ' ', line)
    all.append(item)
  }
  return [all]
}

const day = (time: string) => new Date(time).toISOString().slice(0, 10)
const plain = (name: string) => name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** What it says, once it is known that it says so. */
function facts({ certificate, supplements }: CertificateVerdict): HTMLElement[] {
  if (!certificate) return []
  const { erasure, team, completed, collections, keys, withheld, backups, providers, processors } = certificate
  const isClear = supplements.some(({ says }) => says.what === 'backups-unreadable')
  const rows: [string, string][] = [
    ['Erasure', `${erasure}, by ${team}`],
    ['Completed', day(completed)],
    ...collections.map(({ collection, deleted, anonymised }): [string, string] => [
      plain(collection),
      [deleted ? `${deleted} deleted` : '', anonymised ? `${anonymised} made anonymous` : '']
        .filter(Boolean)
        .join(', ') || 'nothing',
    ]),
    ['Keys destroyed', String(keys.destroyed)],
    ...withheld.map(({ collection, count, ground, until }): [string, string] => [
      'Still kept',
      `${count} of ${plain(collection)}: ${ground}, ${until ? `until ${day(until)}` : 'until that ends'}`,
    ]),
    ...processors.map(({ name, state }): [string, string] => [`Told: ${name}`, state]),
    ...providers.map(({ provider, clear }): [string, string] => [
      `Model provider: ${provider}`,
      clear ? `deleted there by ${day(clear)}, as attested` : 'when it is deleted there is not attested',
    ]),
    [
      'Backups',
      isClear ? 'open nothing of it any more' : `expected to open nothing of it after ${day(backups.expected)}`,
    ],
  ]
  const all = element('dl')
  for (const [term, text] of rows) {
    const row = element('div')
    row.append(element('dt', term), element('dd', text))
    all.append(row)
  }
  return [element('h2', 'What it says'), all]
}

function show(...nodes: HTMLElement[]): void {
  outcome?.replaceChildren(...nodes)
  outcome?.querySelector<HTMLElement>('h2')?.focus()
}

function showVerdict(verdict: CertificateVerdict): void {
  const { heading, line } = words[verdict.status]
  const title = element('h2', heading, verdict.status === 'invalid' ? 'bad' : '')
  title.tabIndex = -1
  show(
    title,
    element('p', line, 'quiet'),
    ...list(
      '✗',
      'Wrong:',
      verdict.problems.map(({ message }) => message),
    ),
    ...list('✓', 'Shown:', verdict.shown),
    ...list('–', 'Not shown:', verdict.notShown),
    ...(verdict.status === 'invalid' ? [] : facts(verdict)),
  )
}

function refuse(text: string): void {
  const title = element('h2', text, 'bad')
  title.tabIndex = -1
  show(title)
}

async function check(): Promise<void> {
  if (!form || !file) return refuse('Choose a file first: the certificate as you saved it, with the ending .json.')
  const given = new FormData(form)
  const text = (name: string) => String(given.get(name) ?? '').trim()
  const [key, address, nonce] = [text('key'), text('address'), text('nonce')]
  if ((address === '') !== (nonce === ''))
    return refuse('To see whom it is about, give both: the address, and the code that came with the certificate.')
  try {
    showVerdict(
      await verifyCertificate(file.text, { ...(key ? { keys: [key] } : {}), ...(nonce ? { address, nonce } : {}) }),
    )
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    refuse(error.message)
  }
}

async function take(chosen: File | undefined): Promise<void> {
  if (!chosen) return
  if (chosen.size > mostBytes) return refuse('This file is too large to be a certificate.')
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
