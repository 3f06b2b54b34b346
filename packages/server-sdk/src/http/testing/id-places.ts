import { z } from 'zod'
import { newId } from '../../ids.ts'
import type { RawDocument } from '../../mongo/driver.ts'
import type { Example } from './examples/index.ts'

const idForm = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/

export interface Place {
  part: 'params' | 'query' | 'body'
  path: readonly string[]
}

/** Where in an example ids stand. */
export function placesIn(example: Example): Place[] {
  const places: Place[] = []
  const walk = (part: Place['part'], value: unknown, path: readonly string[]) => {
    if (typeof value === 'string' && idForm.test(value)) places.push({ part, path })
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(part, inner, [...path, name])
  }
  for (const part of ['params', 'query', 'body'] as const) walk(part, example[part], [])
  return places
}

/** Where a schema takes ids, as far as their form says it. */
export function placesOf(schema: z.ZodType | undefined): string[] {
  const places = new Set<string>()
  const json = schema ? (z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as RawDocument) : {}
  const definitions = (json.$defs ?? {}) as Record<string, RawDocument>
  const walk = (node: RawDocument, path: string) => {
    if (typeof node.$ref === 'string') walk(definitions[node.$ref.replace('#/$defs/', '')] ?? {}, path)
    if (typeof node.pattern === 'string' && /^\^[a-z]+_\[0-7\]/.test(node.pattern)) places.add(path)
    for (const inner of [...((node.anyOf as RawDocument[]) ?? []), ...((node.oneOf as RawDocument[]) ?? [])])
      walk(inner, path)
    for (const [name, inner] of Object.entries((node.properties as Record<string, RawDocument>) ?? {}))
      walk(inner, path ? `${path}.${name}` : name)
  }
  walk(json, '')
  return [...places]
}

export const valueAt = (example: Example, { part, path }: Place): string =>
  path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], example[part]) as string

export function withValue(example: Example, { part, path }: Place, value: string): Example {
  const copy = structuredClone(example)
  const last = path.at(-1) as string
  const holder = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], copy[part])
  ;(holder as Record<string, unknown>)[last] = value
  return copy
}

/** An id of the same kind that nobody has. */
export const ghost = (value: string) => value.replace(/_.*/, '_') + newId('bot', new Date()).slice('bot_'.length)
