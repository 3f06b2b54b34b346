import type { DataMap, Sotto } from '@sotto/server-sdk'
import { escaped } from '../pages.ts'
import type { KeptWords } from './words/index.ts'

/** Fields of which one word says enough. */
const sameWord: Readonly<Record<string, keyof KeptWords['fields']>> = {
  regime: 'law',
  regimeKind: 'law',
  region: 'law',
  layer: 'shown',
  layout: 'shown',
  language: 'shown',
  requestedAt: 'when',
  at: 'when',
}
/** Where a collection has the purpose of another. */
const samePurpose: Readonly<Record<string, keyof KeptWords['purposes']>> = { messages: 'conversations' }

const inEnglish = (name: string) => `<span lang="en">${escaped(name.replace(/([A-Z])/g, ' $1').toLowerCase())}</span>`
/** What words say, else the name itself, marked as English. */
const said = (words: Readonly<Record<string, string>>, name: string) => {
  const text = Object.hasOwn(words, name) ? words[name] : undefined
  return text === undefined ? inEnglish(name) : escaped(text)
}

/** The collections of the data map that a person is told of, with their personal fields by the word for each. */
export const toldCollections = (map: DataMap) =>
  map.collections.flatMap((collection) => {
    const fields = Object.entries(collection.fields as Record<string, { kind: string }>).flatMap(([name, { kind }]) =>
      kind === 'personal' ? [sameWord[name] ?? name] : [],
    )
    const isTold =
      collection.about !== 'nobody' &&
      collection.retention.category !== 'technical' &&
      collection.retention.category !== 'team' &&
      typeof collection.log === 'string' &&
      fields.length > 0
    return isTold
      ? [{ collection, fields: [...new Set(fields)], purpose: samePurpose[collection.name] ?? collection.name }]
      : []
  })

/** What is left of a collection, by its name, once its time is over; as the team has it. */
export type Remains = Awaited<ReturnType<Sotto['remains']>>

/** What is kept about the people who write to a team, read off the data map, and what is left of it: markup. */
export function keptData(map: DataMap, remains: Remains, words: KeptWords): string {
  const rows = toldCollections(map).map(({ collection, fields, purpose }) => {
    const what = fields.map((name) => said(words.fields, name)).join(', ')
    const why = `${said(words.purposes, purpose)}; ${said(words.bases, collection.basis)}.`
    const end = escaped(remains.get(collection.name) === 'anonymise' ? words.anonymised : words.deleted)
    return `<div><dt>${said(words.collections, collection.name)}</dt><dd>${what}<span>${why} ${end}</span></dd></div>`
  })
  return `<dl>${rows.join('')}</dl>`
}
