import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SottoClient } from '../index.ts'
import { collect } from '../testing/collect.ts'
import { bot, document, job } from '../testing/samples.ts'
import { json, problem, serve } from '../testing/server.ts'

async function library() {
  const server = await serve((_, response) => json(response, 202, { document, job: job('queued') }))
  const sotto = new SottoClient({ baseUrl: server.url, key: 'sk_test_1', retry: { delay: () => 0 } })
  /** The form that arrived, as the standard reads it. */
  const form = () => {
    const { headers, body } = server.requests.at(-1) as (typeof server.requests)[number]
    return new Response(body, { headers: { 'content-type': headers['content-type'] as string } }).formData()
  }
  return { ...server, sotto, form }
}

describe('adding a document', () => {
  test('takes text', async () => {
    const { sotto, requests } = await library()
    const accepted = await sotto.documents.add(bot.id, { title: 'Hours', text: 'Open at nine.' })
    expect(accepted.job.state).toBe('queued')
    expect(JSON.parse(requests[0]?.body as string)).toEqual({ title: 'Hours', text: 'Open at nine.' })
  })

  const bytes = new TextEncoder().encode('Open at nine.')
  test.each([
    ['a File', new File([bytes], 'hours.txt', { type: 'text/plain' }), 'hours.txt', 'text/plain'],
    ['a Blob', new Blob([bytes], { type: 'text/plain' }), 'document', 'text/plain'],
    ['named bytes', { name: 'hours.md', data: bytes }, 'hours.md', 'application/octet-stream'],
    ['named text', { name: 'hours.md', data: 'Open at nine.', type: 'text/markdown' }, 'hours.md', 'text/markdown'],
  ])('takes %s', async (_, file, name, type) => {
    const { sotto, form } = await library()
    await sotto.documents.add(bot.id, { file, title: 'Hours', keepOriginal: 'delete-after-processing' })
    const sent = await form()
    expect([...sent.keys()]).toEqual(['title', 'keepOriginal', 'file'])
    expect(sent.get('keepOriginal')).toBe('delete-after-processing')
    const part = sent.get('file') as File
    expect([part.name, part.type, await part.text()]).toEqual([name, type, 'Open at nine.'])
  })

  test('takes a file of the disk on Node, and sends it again where need be', async () => {
    const path = join(tmpdir(), `sotto-upload-${process.pid}.txt`)
    await writeFile(path, 'x'.repeat(300_000))
    let turn = 0
    const { url, requests } = await serve((_, response) =>
      turn++ === 0 ? problem(response, 'unavailable') : json(response, 202, { document, job: job('queued') }),
    )
    const sotto = new SottoClient({ baseUrl: url, key: 'sk_test_1', retry: { delay: () => 0 } })
    await sotto.documents.add(bot.id, { file: { name: 'long.txt', data: await openAsBlob(path) } })
    expect(requests).toHaveLength(2)
    expect(requests[0]?.body).toContain('x'.repeat(300_000))
    expect(requests[1]?.body).toBe(requests[0]?.body)
  })
})

describe('waiting for a job', () => {
  async function working(...jobs: ReturnType<typeof job>[]) {
    let turn = 0
    const { url, requests } = await serve(() => jobs[Math.min(turn++, jobs.length - 1)])
    return { sotto: new SottoClient({ baseUrl: url, key: 'sk_test_1' }), requests }
  }

  test('shows each change, and ends', async () => {
    const { sotto, requests } = await working(
      job('queued'),
      job('running', 3),
      job('running', 3),
      job('running', 7),
      job('succeeded', 10),
    )
    const seen = await collect(sotto.jobs.wait(job('queued').id, { interval: 0 }))
    expect(seen.map(({ state, progress }) => [state, progress.done])).toEqual([
      ['queued', 0],
      ['running', 3],
      ['running', 7],
      ['succeeded', 10],
    ])
    expect(requests).toHaveLength(5)
  })

  test('gives the job that succeeded', async () => {
    const { sotto } = await working(job('running', 1), job('succeeded', 10))
    expect(await sotto.jobs.wait(job('queued').id, { interval: 0 }).result()).toEqual(job('succeeded', 10))
  })

  test('rejects with why it failed', async () => {
    const failed = job('failed', 2, { code: 'document_encrypted', detail: 'handbook.pdf needs a password' })
    const { sotto } = await working(failed)
    expect(await collect(sotto.jobs.wait(failed.id))).toEqual([failed])
    await expect(sotto.jobs.wait(failed.id).result()).rejects.toMatchObject({
      name: 'SottoError',
      code: 'document_encrypted',
      status: 422,
    })
  })

  test('stops with its signal', async () => {
    const controller = new AbortController()
    const { sotto } = await working(job('running', 1))
    const interval = () => queueMicrotask(() => controller.abort()) ?? 60_000
    const waiting = sotto.jobs.wait(job('queued').id, { interval, signal: controller.signal }).result()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
