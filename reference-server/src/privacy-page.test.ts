import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sotto } from '@sotto/server-sdk'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything } from '../../packages/server-sdk/src/features/collections.ts'
import { type CheckWords, checkWords } from '../portal/src/check-words/index.ts'
import { tables } from '../portal/src/words/index.ts'
import { checkPage } from './check-page.ts'
import { keptData, toldCollections } from './kept/kept-data.ts'
import { type KeptWords, keptWords } from './kept/words/index.ts'
import { privacyPages } from './privacy-page.ts'

const team = { id: 'team_1', name: 'Kestrel <Cycles>', slug: 'kestrel' }
let server: Server
let url: string

beforeAll(async () => {
  const sotto = {
    publicTeam: async () => team,
    remains: async () => new Map(),
    dataMap: everything,
  } as unknown as Sotto
  server = createServer(express().use('/privacy', checkPage()).use('/privacy', privacyPages(sotto)))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/privacy/kestrel`
})
afterAll(() => new Promise((done) => server.close(done)))

const read = async (path: string, languages = 'fr') =>
  (await fetch(url + path, { headers: { 'accept-language': languages } })).text()

describe('what is kept', () => {
  it('has words for every collection, field, purpose and basis of the data map, each used', () => {
    const told = toldCollections(everything)
    expect(told.map(({ collection }) => collection.name).sort()).toEqual(
      Object.keys((keptWords.en as KeptWords).collections).sort(),
    )
    expect([...new Set(told.flatMap(({ fields }) => fields))].sort()).toEqual(
      Object.keys((keptWords.en as KeptWords).fields).sort(),
    )
  })

  it('is told in every language of the portal, whole', () => {
    expect(Object.keys(keptWords).sort()).toEqual(Object.keys(tables).sort())
    const english = keptData(everything, new Map(), keptWords.en as KeptWords)
    for (const [language, words] of Object.entries(keptWords)) {
      const markup = keptData(everything, new Map(), words)
      expect(markup, language).not.toContain('lang="en"')
      expect(markup === english, language).toBe(language === 'en')
      expect(words.heading, language).toContain('{team}')
    }
  })
})

describe('the page without scripts', () => {
  it('speaks as the browser does, or as somebody chose, and carries the choice on', async () => {
    const french = await read('')
    expect(french).toContain('<html lang="fr" dir="ltr">')
    expect(french).toContain('Ce que Kestrel &lt;Cycles> conserve à votre sujet')
    expect(french).toContain('action="/privacy/kestrel">')
    const chosen = await read('?lang=de&kind=erasure')
    expect(chosen).toContain('Was Kestrel &lt;Cycles> über Sie aufbewahrt')
    expect(chosen).toContain('action="/privacy/kestrel?lang=de"')
    expect(await read('?lang=de&pending=p')).toContain('action="/privacy/kestrel?lang=de"')
    expect(await read('/status?lang=de&token=t')).toContain('action="/privacy/kestrel/status?token=t&amp;lang=de"')
    expect(await read('?lang="><script>')).toContain('action="/privacy/kestrel?lang=%22%3E%3Cscript%3E"')
  })

  it('checks certificates in the language of the portal, with all that its script says', async () => {
    expect(Object.keys(checkWords).sort()).toEqual(Object.keys(tables).sort())
    for (const [language, words] of Object.entries(checkWords)) {
      const html = await (await fetch(`${url}/../check?lang=${language}`)).text()
      expect(html, language).toContain(
        `<html lang="${language}" dir="${['ar', 'he'].includes(language) ? 'rtl' : 'ltr'}">`,
      )
      const given = /data-words="([^"]+)"/.exec(html)?.[1]?.replaceAll('&quot;', '"').replaceAll('&lt;', '<')
      const { collections, ...rest } = JSON.parse(given?.replaceAll('&amp;', '&') ?? '{}')
      expect(rest, language).toEqual(words)
      expect(collections, language).toEqual(keptWords[language]?.collections)
      for (const [name, text] of Object.entries(words)) {
        const places = (one: string) => one.match(/\{\w+\}/g)?.sort() ?? []
        expect(places(text), `${language} ${name}`).toEqual(places(checkWords.en?.[name as keyof CheckWords] ?? ''))
      }
    }
  })

  it('runs from right to left where that is how it is read', async () => {
    expect(await read('?lang=he')).toContain('<html lang="he" dir="rtl">')
    expect(await read('', 'ar-EG,en')).toContain('<html lang="ar" dir="rtl">')
    expect(await read('', 'no')).toContain('<html lang="nb" dir="ltr">')
  })
})
