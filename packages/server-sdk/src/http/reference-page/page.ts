import { createHash } from 'node:crypto'
import { type AnyEndpoint, api } from '@sotto/contracts'
import { endpointSection, fieldTable, type Named, type Operation } from './endpoint-section.ts'
import { html, type Markup } from './html.ts'
import { introduction, refusals } from './introduction.ts'
import { alternativesOf, fieldsOf, nameOfReference, type Schema } from './schema.ts'
import { style } from './style.ts'

/** The parts of our own OpenAPI document that the page shows. */
export interface ReferenceDocument {
  info: { version: string; summary: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

interface Chapter {
  id: string
  title: string
  content: Markup
  entries: { href: string; title: string; method?: string }[]
}

const endpoints = Object.entries(api) as [string, AnyEndpoint][]

function endpointChapters(document: ReferenceDocument, named: Named): Chapter[] {
  const byTag = Map.groupBy(endpoints, ([, endpoint]) => endpoint.definition.tag)
  return [...byTag].map(([tag, members]) => {
    const sections = members.map(([, endpoint]) => {
      const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()] as Operation
      return endpointSection(operation, endpoint, named)
    })
    const entries = members.map(([operation, { method, path }]) => ({
      href: operation,
      title: path.replace(/^\/v1/, '').replace(/\{\w+\}/g, '…'),
      method,
    }))
    return { id: `chapter-${tag.toLowerCase()}`, title: tag, content: html`${sections}`, entries }
  })
}

/** In an answer every field is there, so that it says nothing to call one needed. */
const described = (schema: Schema) => fieldsOf(schema).map((field) => ({ ...field, needed: false }))

function schemaSection(name: string, schema: Schema): Markup {
  const tables = schema.properties
    ? [fieldTable(described(schema), 'Fields')]
    : alternativesOf(schema).map((alternative, index) =>
        fieldTable(described(alternative), String(alternative.properties?.type?.const ?? `Form ${index + 1}`)),
      )
  return html`<section id="schema-${name}"><h3><a href="#schema-${name}">${name}</a></h3>${tables}</section>
`
}

function chaptersOf(document: ReferenceDocument, named: Named): Chapter[] {
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => a.localeCompare(b))
  return [
    {
      id: 'basics',
      title: 'Basics',
      content: introduction(),
      entries: [
        { href: 'credentials', title: 'Credentials' },
        { href: 'bodies', title: 'Requests and answers' },
        { href: 'pages', title: 'Lists' },
        { href: 'repeating', title: 'Repeating a request' },
        { href: 'streams', title: 'Streams' },
        { href: 'quotas', title: 'Quotas' },
      ],
    },
    ...endpointChapters(document, named),
    { id: 'refusals', title: 'Refusals', content: refusals(), entries: [] },
    {
      id: 'objects',
      title: 'Objects',
      content: html`${schemas.map(([name, schema]) => schemaSection(name, schema))}`,
      entries: [],
    },
  ]
}

const navigation = (
  chapters: readonly Chapter[],
  document: ReferenceDocument,
): Markup => html`<nav aria-label="Chapters">
<a class="name" href="#top">Sotto API <span class="version">${document.info.version}</span></a>
<div class="chapters">${chapters.map(
  ({ id, title, entries }) => html`<div><h2><a href="#${id}">${title}</a></h2>
<ul>${entries.map(
    (entry) =>
      html`<li><a href="#${entry.href}">${entry.method && html`<span class="method">${entry.method === 'DELETE' ? 'DEL' : entry.method}</span>`}<span>${entry.title}</span></a></li>`,
  )}</ul></div>
`,
)}</div></nav>`

/** The reference as one HTML page without scripts, and the policy under which it is shown. */
export function referencePage(document: ReferenceDocument): { page: string; policy: string } {
  const named: Named = (reference) => document.components.schemas[nameOfReference(reference)] ?? {}
  const chapters = chaptersOf(document, named)
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sotto API reference</title>
<style>${{ markup: style }}</style>
</head>
<body id="top">
<a class="skip" href="#content">Skip to the content</a>
<div class="page">
${navigation(chapters, document)}
<main id="content">
<header><h1>Sotto API</h1>
<p class="lead">${document.info.summary}. Made from the same declarations as the server, so that the two cannot differ. For machines: <a href="openapi.json">openapi.json</a>.</p></header>
${chapters.map(({ id, title, content }) => html`<section class="chapter" id="${id}"><h2>${title}</h2>${content}</section>`)}
</main>
</div>
</body>
</html>
`
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return { page: markup, policy }
}
