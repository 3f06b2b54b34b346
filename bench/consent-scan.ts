import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ScanResult, scan } from '../packages/consent-banner/src/scan/scan.ts'
import { type Site, sites } from './consent-scan/sites.ts'

/**
 * What `sotto-consent scan` sees of real banners, each on a site that waits for consent and on one that does not: how
 * many of the five states it reaches, how many alarms it raises that are none, and whether it finds the script that does
 * not wait. Hosts are below `localhost`, so nothing leaves the machine.
 */
export async function run() {
  const web = await openWeb()
  const reached: number[] = []
  const falseAlarms: string[] = []
  let found = 0
  let seconds = 0
  try {
    for (const [index, site] of sites.entries()) {
      const begun = performance.now()
      const gated = await look(web.address(index, true))
      seconds += (performance.now() - begun) / 1000
      const ungated = await look(web.address(index, false))
      const states = gated.report.states.filter(({ missing }) => missing === null).length
      reached.push(states)
      const violations = gated.report.findings.filter(({ level }) => level === 'violation')
      const alarms = violations.filter(({ code }) => !site.known.includes(code))
      falseAlarms.push(...alarms.map(({ code, subject }) => `${code} ${subject}`))
      const caught = new Set(ungated.report.findings.map(({ code }) => code))
      const all = [
        'cookie-before-choice',
        'request-before-choice',
        'cookie-after-reject',
        'request-after-reject',
      ] as const
      if (all.every((code) => caught.has(code))) found++
      console.log(describe(site, gated, alarms.length, all.filter((code) => caught.has(code)).length))
    }
  } finally {
    await web.close()
  }
  const total = sites.length
  const sum = reached.reduce((left, right) => left + right, 0)
  return {
    bench: 'consent-scan',
    figures: [
      figure('states reached with real banners', sum, `>=${total * 5}`, sum >= total * 5, 'states'),
      figure('false alarms where scripts wait', falseAlarms.length, '<=0', falseAlarms.length === 0, 'findings'),
      figure('sites found whose script does not wait', found, `>=${total}`, found === total, 'sites'),
      figure(
        'time for a page in five states',
        Number((seconds / total).toFixed(1)),
        '<=30',
        seconds / total <= 30,
        's',
      ),
    ],
  }
}

const look = (address: string): Promise<ScanResult> => scan(address, { wait: 500 })

function describe(site: Site, { report }: ScanResult, alarms: number, caught: number): string {
  const { banner, withdrawnBy, states } = report
  const controls = [banner.accept, banner.reject, banner.settings, withdrawnBy].filter((control) => control !== null)
  const missing = states.filter((state) => state.missing !== null).map((state) => `${state.state}: ${state.missing}`)
  return `${site.name}: recognised as ${banner.product ?? 'words'}, ${controls.length} of 4 controls, ${5 - missing.length} of 5 states${
    missing.length > 0 ? ` (${missing.join('; ')})` : ''
  }, ${alarms} false alarms, ${caught} of 4 faults`
}

const figure = (name: string, value: number, aim: string, met: boolean, unit: string) => ({
  name,
  value,
  unit,
  aim,
  met,
  against: {},
})

/** Each site twice, as `gated-0.localhost` and `loose-0.localhost`, and the tracker that all of them use. */
async function openWeb() {
  let visitors = 0
  const server = createServer((request, response) => {
    const [, kind, number] = /^(gated|loose)-(\d)\./.exec(request.headers.host ?? '') ?? []
    const site = sites[Number(number)]
    const { port } = server.address() as AddressInfo
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type }).end(body)
    if (kind !== undefined && site) {
      if (pathname === '/')
        return send('text/html', site.page(`http://tracker.localhost:${port}/count.js`, kind === 'gated'))
      const content = site.files[pathname]
      if (content !== undefined) return send(pathname.endsWith('.css') ? 'text/css' : 'text/javascript', content)
    }
    if (pathname === '/count.js') {
      visitors++
      return send('text/javascript', `document.cookie = 'visits=visitor-${visitors * 7919}; max-age=31536000; path=/'`)
    }
    return response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: (index: number, gated: boolean) => `http://${gated ? 'gated' : 'loose'}-${index}.localhost:${port}/`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
