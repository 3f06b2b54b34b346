import { type AnyEndpoint, permissions, problems, supportAreas, supportPermissions } from '@sotto/contracts'
import { html, type Markup, sentence } from './html.ts'
import { alternativesOf, type Field, fieldsOf, type Schema, sampleOf, typeOf } from './schema.ts'

/** One operation, as the OpenAPI document tells it. */
export interface Operation {
  operationId: string
  summary: string
  tags: [string]
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

export type Named = (reference: string) => Schema

export const fieldTable = (fields: readonly Field[], caption: string): Markup | null =>
  fields.length === 0
    ? null
    : html`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fields.map(
        ({ name, needed, type, note }) =>
          html`<tr><th scope="row"><code>${name}</code>${needed && html` <span class="needed">needed</span>`}</th><td>${type}</td><td>${note}</td></tr>
`,
      )}</tbody></table></div>`

const ofSupport: ReadonlySet<string> = new Set(supportPermissions(supportAreas, true))

function callers({ definition: { allow } }: AnyEndpoint): Markup {
  if ('anyone' in allow) return html`Anybody, without a credential.`
  if ('session' in allow) return html`Any signed-in member.`
  if ('support' in allow)
    return html`Only somebody of support whom the team let in, with their token, <code>su_…</code>.`
  const parts: Markup[] = []
  if (allow.permission) {
    const role = permissions[allow.permission]
    parts.push(
      html`Members with the role <b>${role}</b>${role !== 'owner' && ' or above'}${allow.signedIn ? html`, signed in; no secret key.` : html`, and secret keys with the scope <code>${allow.permission}</code>.`}`,
    )
  }
  if (allow.permission && !allow.signedIn && ofSupport.has(allow.permission))
    parts.push(html` Support, where the team let them, with <code>su_…</code>.`)
  if (allow.visitor) parts.push(html` The visitor whose conversation it is.`)
  if (allow.publishable) parts.push(html` ${allow.permission ? 'The' : 'Only the'} publishable key of a public bot.`)
  return html`${parts}`
}

function bodies({ requestBody }: Operation, named: Named): (Markup | null)[] {
  return Object.entries(requestBody?.content ?? {}).flatMap(([mediaType, { schema }]) => {
    const whole = schema.$ref ? named(schema.$ref) : schema
    const alternatives = whole.properties ? [whole] : alternativesOf(whole)
    return alternatives.map((alternative) => fieldTable(fieldsOf(alternative), `Body, ${mediaType}`))
  })
}

function answers(operation: Operation, endpoint: AnyEndpoint): Markup[] {
  const shown = Object.entries(operation.responses).filter(([status]) => Number(status) < 300)
  return shown.map(([status, { content = {} }]) => {
    const [json, stream] = [content['application/json'], content['text/event-stream']]
    const both = json && stream
    return html`<li><span class="status">${status}</span> ${json && html`${typeOf(json.schema)}`}${both && ', or '}${stream && html`a stream of ${endpoint.definition.events ? typeOf(stream.schema) : 'events'}`}${!json && !stream && 'no body'}</li>`
  })
}

function example(operation: Operation, endpoint: AnyEndpoint, named: Named): Markup {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const parameter = operation.parameters.find((one) => one.name === name)
    return String(sampleOf(parameter?.schema ?? {}, named, name))
  })
  const { allow } = endpoint.definition
  const signedIn = 'session' in allow || allow.signedIn
  const isOpen = signedIn || 'anyone' in allow
  const key = isOpen ? null : 'support' in allow ? 'su_…' : allow.permission ? 'sk_…' : 'pk_…'
  const json = operation.requestBody?.content['application/json']?.schema
  const lines = [
    `curl ${endpoint.method === 'GET' ? '' : `-X ${endpoint.method} `}"$SOTTO${path}"`,
    ...(key ? [`-H "Authorization: Bearer ${key}"`] : []),
    ...(signedIn ? ['--cookie "__Host-session=…"'] : []),
    ...(endpoint.definition.events ? ['-H "Accept: text/event-stream"'] : []),
    ...(json
      ? [
          '-H "Content-Type: application/json"',
          `-d '${JSON.stringify(sampleOf(json, named)).replaceAll("'", "'\\''")}'`,
        ]
      : []),
  ]
  return html`<pre tabindex="0" aria-label="Example of ${operation.operationId}"><code>${lines.join(' \\\n  ')}</code></pre>`
}

/** The section of one endpoint: who may call it, what it takes, what it answers and may refuse with. */
export function endpointSection(operation: Operation, endpoint: AnyEndpoint, named: Named): Markup {
  const { definition } = endpoint
  const parameters = operation.parameters.map((one) => ({
    ...fieldsOf({ properties: { [one.name]: one.schema }, required: one.required ? [one.name] : [] })[0],
    in: one.in,
  })) as (Field & { in: string })[]
  return html`<section class="endpoint" id="${operation.operationId}" aria-labelledby="${operation.operationId}-title">
<h3 id="${operation.operationId}-title"><a href="#${operation.operationId}">${sentence(operation.summary)}</a></h3>
<p class="route"><span class="method">${endpoint.method}</span> <code>${endpoint.path}</code></p>
${example(operation, endpoint, named)}
<dl>
<dt>Who</dt><dd>${callers(endpoint)}</dd>
<dt>Answer</dt><dd><ul class="plain">${answers(operation, endpoint)}</ul></dd>
<dt>Log</dt><dd>${definition.logs ? html`<code>${definition.logs}</code>` : 'Nothing personal is read or changed.'}</dd>
<dt>Refusals</dt><dd>${(definition.errors ?? []).map((code) => html`<a href="#${code}"><code>${code}</code></a> <span class="quiet">${problems[code][0]}</span> · `)}<a href="#refusals">those that any endpoint has</a></dd>
</dl>
${fieldTable(
  parameters.filter((one) => one.in === 'path'),
  'Path',
)}
${fieldTable(
  parameters.filter((one) => one.in === 'query'),
  'Query',
)}
${bodies(operation, named)}
</section>
`
}
