import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildGates } from '../../build.ts'
import { shopPolicy } from '../testing/policies.ts'
import { pull } from './command.ts'
import { type GateTemplates, gateFile } from './gate-file.ts'

let templates: GateTemplates
let folder: string
let said: { out: string; error: string }
beforeAll(async () => {
  templates = await buildGates()
  folder = await mkdtemp(join(tmpdir(), 'sotto-pull-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  said = { out: '', error: '' }
  for (const [name, stream] of [
    ['out', process.stdout],
    ['error', process.stderr],
  ] as const) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += text
      return true
    })
  }
})

const file = async (content: unknown) => {
  const path = join(folder, 'policy.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const out = () => join(folder, 'gate.js')

describe('sotto-consent pull', () => {
  it('writes one file, says how to use it, and can tell whether it is still that', async () => {
    const policy = await file(shopPolicy)
    expect(await pull([policy, '--out', out(), '--check'], templates)).toBe(1)
    expect(said.error).toContain('There is no')
    expect(await pull([policy, '--out', out()], templates)).toBe(0)
    const code = await readFile(out(), 'utf8')
    const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`
    expect(said.out).toContain(`integrity="${integrity}"`)
    expect(said.out).toContain(`script-src '${integrity}'`)
    expect(code).not.toContain('SOTTO_P')
    expect(await pull([policy, '--out', out(), '--check'], templates)).toBe(0)
    const changed = await file({ ...shopPolicy, version: 4 })
    expect(await pull([changed, '--out', out(), '--check'], templates)).toBe(1)
  })

  it('reads a policy from a server', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/policy') response.end(JSON.stringify(shopPolicy))
      else response.writeHead(503).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await pull([`${origin}/policy`, '--out', out()], templates)).toBe(0)
    expect(await pull([`${origin}/other`, '--out', out()], templates)).toBe(1)
    expect(said.error).toContain('it answered with 503')
    server.closeAllConnections()
    server.close()
  })

  it('warns of "advanced" Consent Mode', async () => {
    await pull([await file({ ...shopPolicy, google: { mode: 'advanced' } }), '--out', out()], templates)
    expect(said.out).toContain('report to Google before anyone has chosen')
  })

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'is no JSON'],
    ['no policy', { version: 0 }, 'categories'],
    [
      'a service without a category',
      { ...shopPolicy, categories: [{ id: 'other' }] },
      'services.0.category names "necessary"',
    ],
  ])('refuses %s', async (_what, content, reason) => {
    expect(await pull([await file(content), '--out', out()], templates)).toBe(1)
    expect(said.error).toContain(reason)
  })

  it('makes the usual folder in a project that has none yet', async () => {
    const project = await mkdtemp(join(folder, 'project-'))
    const from = await file(shopPolicy)
    vi.spyOn(process, 'cwd').mockReturnValue(project)
    expect(await pull([from], templates)).toBe(0)
    expect(await readFile(join(project, 'public', 'sotto-gate.js'), 'utf8')).toContain('Kestrel')
  })

  it('says what a wrong call should have been', async () => {
    expect([await pull([]), await pull(['a', 'b']), await pull(['--fast', 'a'])]).toEqual([2, 2, 2])
    expect(await pull(['--help'])).toBe(0)
    expect(await pull([await file(shopPolicy), '--out', join(folder, 'none', 'gate.js')], templates)).toBe(1)
    expect(said.error).toContain('there is no folder')
  })
})

describe('the gate', () => {
  it('can stand in a page, whatever is in the policy', () => {
    const { code } = gateFile({ ...shopPolicy, site: { name: '</script><!-- $& $1' } }, templates)
    expect(code).not.toMatch(/<\/script|<!--/i)
    expect(code).toContain('\\u003c/script>\\u003c!-- $& $1')
  })
})
