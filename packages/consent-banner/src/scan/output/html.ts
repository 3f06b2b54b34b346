import { contrastOf } from '../checks/colours.ts'
import type { Level } from '../checks/findings.ts'
import type { Look, SeenBanner, SeenControl } from '../observation.ts'
import type { ReportedFinding, ScanReport } from '../report.ts'
import { html, Markup } from './markup.ts'
import { reportCss } from './report.styles.ts'
import { stateSection } from './states-html.ts'
import { plural, stateTitles } from './words.ts'

const icon = (...paths: readonly string[]) =>
  new Markup(`<svg viewBox="0 0 24 24" aria-hidden="true">${paths.map((path) => `<path d="${path}"/>`).join('')}</svg>`)
const icons: Readonly<Record<Level | 'good', Markup>> = {
  good: icon('M20 6 9 17l-5-5'),
  violation: icon('M18 6 6 18', 'm6 6 12 12'),
  warning: icon('M12 9v4', 'M12 17h.01', 'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3'),
  note: icon('M12 16v-4', 'M12 8h.01', 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z'),
}
const levelTitles: Readonly<Record<Level, string>> = {
  violation: 'What must not be',
  warning: 'What someone has to look at',
  note: 'Worth knowing',
}

/**
 * The report as one file: no script, nothing fetched, light or dark as the reader's system is, and fit for paper. What a
 * site calls its cookies and buttons is shown as text, whatever it contains.
 */
export function htmlOf(report: ScanReport, pictures: SeenBanner['pictures']): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>Consent on ${report.landed}</title>
<style>${new Markup(reportCss)}</style>
</head>
<body>
${headerOf(report)}
<main>
${overview(report)}
${(['violation', 'warning', 'note'] as const).map((level) => findingsOf(report, level))}
${bannerSection(report, pictures)}
<h2>All that was seen</h2>
${report.states.map(stateSection)}
</main>
<footer><p>Seen by a program in a browser of its own, from one place, on one day. It sees what runs, not why: a site without
findings is not for that reason lawful, and what is unclear needs someone who knows what it is for. Values of cookies,
storage and parameters are not in this report.</p></footer>
</body>
</html>
`
  return page.text
}

function headerOf(report: ScanReport): Markup {
  const { violation } = report.counts
  const [title, seal, look] = report.clean
    ? ['Nothing runs that must not', icons.good, 'good']
    : violation === 0
      ? ['Not everything could be looked at', icons.warning, 'open']
      : [`${plural(violation, 'thing')} that must not be`, icons.violation, 'bad']
  const facts = [
    report.banner.product ?? (report.banner.accept || report.banner.reject ? 'A banner of its own' : 'No banner found'),
    plural(report.states[0]?.pages.length ?? 0, 'page'),
    report.regime === 'opt-in' ? 'Opt-in: nothing before a yes' : 'Opt-out: until a no',
    report.policyVersion === null ? 'Without a policy' : `Policy version ${report.policyVersion}`,
    report.browser,
  ]
  return html`<header>
<div class="seal ${look}">${seal}</div>
<div><h1>${title}</h1>
<p><code>${report.landed}</code></p>
<ul class="facts"><li><time datetime="${report.scannedAt}">${dateOf(report.scannedAt)}</time></li>${facts.map((fact) => html`<li>${fact}</li>`)}</ul></div>
</header>`
}

const dateOf = (iso: string) =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso))} UTC`

function overview({ states }: ScanReport): Markup {
  const rows = states.map(({ state, missing, cookies, storage, requests }) => {
    if (missing !== null)
      return html`<tr><th scope="row">${stateTitles[state]}</th><td colspan="4" class="quiet">${missing}</td></tr>`
    const asked = requests.reduce((sum, { count }) => sum + count, 0)
    const needing = [...cookies, ...storage, ...requests].filter(({ verdict }) => verdict === 'needs-consent').length
    const must = state !== 'accepted' && needing > 0
    return html`<tr><th scope="row">${stateTitles[state]}</th><td class="number">${cookies.length}</td><td class="number">${storage.length}</td><td class="number">${asked}</td><td class="number ${must ? 'bad' : ''}">${needing}</td></tr>`
  })
  return html`<h2>In five states</h2>
<div class="card scroll"><table class="overview"><thead><tr><th scope="col">State</th><th scope="col" class="number">Cookies</th><th scope="col" class="number">Storage</th><th scope="col" class="number">Requests to others</th><th scope="col" class="number">Need consent</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

function findingsOf({ findings }: ScanReport, level: Level): Markup | null {
  const some = findings.filter((finding) => finding.level === level)
  if (some.length === 0) return null
  return html`<h2>${levelTitles[level]} <span class="quiet">${some.length}</span></h2>
<div class="card">${some.map(findingOf)}</div>`
}

function findingOf({ level, state, title, subject, reason, by, pages, remedy, code }: ReportedFinding): Markup {
  return html`<article class="finding ${level}">${icons[level]}<div class="text">
<h3 class="subject">${subject}</h3>
<p>${title}. ${reason}</p>
${by !== null && by !== subject ? html`<p class="small quiet">By <code>${by}</code></p>` : null}
${pages.length > 1 ? html`<p class="small quiet">On ${plural(pages.length, 'page')}: ${pages.join(', ')}</p>` : null}
${level === 'note' ? null : html`<p class="small quiet">${remedy} <code>${code}</code></p>`}
</div><span class="state">${state === null ? '' : stateTitles[state]}</span></article>`
}

function bannerSection({ banner, withdrawnBy }: ScanReport, pictures: SeenBanner['pictures']): Markup {
  const rows = [
    ['Accept', banner.accept],
    ['Reject', banner.reject],
    ['Settings', banner.settings],
    ['Withdraw', withdrawnBy],
  ] as const
  const figures = pictures.map(
    ({ title, width, height, data }) =>
      html`<figure class="${height > width ? 'tall' : ''}"><img src="data:image/jpeg;base64,${data}" width="${width}" height="${height}" alt="${title}, as the browser drew it"><figcaption>${title}</figcaption></figure>`,
  )
  return html`<h2>The banner</h2>
${figures.length > 0 ? html`<div class="pictures">${figures}</div>` : null}
<div class="card scroll banner"><table class="inner"><thead><tr><th scope="col">To</th><th scope="col">Words</th><th scope="col">Size</th><th scope="col">Type</th><th scope="col">Colours</th><th scope="col">Contrast</th><th scope="col">Found by</th></tr></thead>
<tbody>${rows.map(([title, control]) => controlRow(title, control))}</tbody></table></div>`
}

function controlRow(title: string, control: SeenControl | null): Markup {
  if (!control) return html`<tr><th scope="row">${title}</th><td colspan="6" class="quiet">not found</td></tr>`
  const { look, name, by } = control
  return html`<tr><th scope="row">${title}</th><td>${name}</td><td>${look.width} × ${look.height}</td><td>${look.fontSize} px, ${look.fontWeight}</td><td>${swatch(look.text)} on ${swatch(look.fill)}</td><td>${contrastOf(look.text, look.fill).toFixed(1)}</td><td class="quiet">${by}</td></tr>`
}

function swatch(colour: Look['fill']): Markup {
  const hex = `#${colour
    .map((channel) =>
      Math.max(0, Math.min(255, Math.round(channel)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
  return html`<span class="swatch" style="background:${hex}"></span><code>${hex}</code>`
}
