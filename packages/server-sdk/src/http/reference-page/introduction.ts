import { commonErrors, problems } from '@sotto/contracts'
import { html, type Markup, sentence } from './html.ts'

const topic = (id: string, title: string, ...paragraphs: string[]): Markup =>
  html`<section id="${id}"><h3><a href="#${id}">${title}</a></h3>${paragraphs.map((words) => html`<p>${sentence(words)}</p>`)}</section>
`

/** What holds for all endpoints. */
export const introduction = (): Markup => html`
${topic(
  'credentials',
  'Credentials',
  'Send `Authorization: Bearer …` with one of three tokens. A secret key, `sk_…`, is for your server and does what its scopes say. The publishable key of a bot, `pk_…`, may stand in a web page; it starts conversations with a public bot, from the origins that the bot allows. A visitor’s token, `vt_…`, opens one conversation.',
  'Members sign in and have the cookies `session` (over HTTPS `__Host-session`) and `csrf_token`. With the session, everything but GET needs the header `X-CSRF-Token` with the value of `csrf_token`.',
)}${topic(
  'bodies',
  'Requests and answers',
  'Bodies are JSON in UTF-8, at most 1 MB (12 MB for the text of a document, 25 MB for a file). Unknown fields and unknown or repeated keys of the query are refused, so that a slip of the pen is noticed. Times are ISO 8601 with offset.',
  'Each answer has an `X-Request-Id`: your own, where you sent one of 1 to 128 letters, digits and `. _ : -`.',
)}${topic(
  'pages',
  'Lists',
  'A list takes `limit` (1 to 100, 25 unless told) and answers with `data` and `nextCursor`. Send that as `cursor` to get the next page; on the last one it is `null`.',
)}${topic(
  'repeating',
  'Repeating a request',
  'Send an `Idempotency-Key` of 1 to 200 visible characters, best a UUID, with anything but GET. The same request with the same key is done once; for 24 hours it is answered as the first was, with `Idempotency-Replayed: true`. A refusal has no effect and is not kept. Another request with the same key, or one that comes while the first still runs, is refused with `idempotency_conflict`.',
)}${topic(
  'streams',
  'Streams',
  'With `Accept: text/event-stream` an answer comes as server-sent events, numbered without gaps. After a break send the last number as `Last-Event-ID`, and exactly what was missed follows. A comment line comes every 15 s; who does not read for 30 s is disconnected.',
)}${topic(
  'quotas',
  'Quotas',
  '`RateLimit` and `RateLimit-Policy` say what is left: unless the operator chose otherwise, 600 requests a minute for a key or member, 60 writes a minute for visitors of one bot from one address, 10 sign-ins a minute from one address. Beyond that comes `rate_limited` with `Retry-After`.',
)}`

const common = new Set<string>(commonErrors)

/** Every code with its status. `type` of a problem points here. */
export const refusals = (): Markup => html`
<p>${sentence('Every refusal is `application/problem+json` (RFC 9457): `code` is stable, `detail` says what happened and what to do, `errors` names the fields, `retryAfter` the seconds after which a retry makes sense. Values that you sent are never repeated.')}</p>
<div class="scroll"><table>
<caption>Codes</caption>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(problems).map(
  ([code, [status, title]]) =>
    html`<tr id="${code}"><th scope="row"><a href="#${code}"><code>${code}</code></a></th><td>${status}</td><td>${title}.${common.has(code) && html` <span class="quiet">Any endpoint.</span>`}</td></tr>
`,
)}</tbody></table></div>`
