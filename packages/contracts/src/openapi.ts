import { z } from 'zod'
import { webhookEventTypes } from './announced.ts'
import { api } from './api.ts'
import { type AnyEndpoint, commonErrors } from './endpoint.ts'
import { supportAreas, supportPermissions } from './features/support.ts'
import { WebhookPayload } from './features/webhooks.ts'
import { type ErrorCode, Problem, problemMediaType, problems } from './problems.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json

/** zod puts named schemas under `$defs` of each result; OpenAPI has one place for all of them. */
function hoist(schema: Json, components: Json): Json {
  const text = JSON.stringify(schema, (key, value) => (key === '$schema' ? undefined : value)).replaceAll(
    '"#/$defs/',
    '"#/components/schemas/',
  )
  const { $defs, ...rest } = JSON.parse(text) as Json & { $defs?: Json }
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] ??= strip(definition as Json)
  const named = (rest as { id?: string }).id
  if (typeof named !== 'string') return rest
  components[named] ??= strip(rest)
  return { $ref: `#/components/schemas/${named}` }
}

const strip = ({ id: _id, ...schema }: Json): Json => schema

function parameters(endpoint: AnyEndpoint, components: Json): Json[] {
  const of = (schema: z.ZodType, place: 'path' | 'query') => {
    const { properties, required } = schemaOf(schema, 'input') as {
      properties?: Json
      required?: string[]
    }
    return Object.entries(properties ?? {}).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || (required ?? []).includes(name),
      schema: hoist(property as Json, components),
    }))
  }
  const { query } = endpoint.definition
  return [...of(endpoint.params, 'path'), ...(query ? of(query, 'query') : [])]
}

function requestBody(endpoint: AnyEndpoint, components: Json): Json | undefined {
  const { body, upload } = endpoint.definition
  const content: Json = {}
  if (body)
    content['application/json'] = {
      schema: hoist(schemaOf(body, 'input'), components),
    }
  if (upload) {
    const fields = hoist(schemaOf(upload.fields, 'input'), components) as {
      properties?: Json
    }
    content['multipart/form-data'] = {
      schema: {
        ...fields,
        properties: {
          ...fields.properties,
          file: {
            type: 'string',
            contentMediaType: 'application/octet-stream',
          },
        },
        required: ['file'],
      },
    }
  }
  return Object.keys(content).length > 0 ? { required: true, content } : undefined
}

const isFile = (returned: unknown): returned is readonly string[] => Array.isArray(returned)

function responses(endpoint: AnyEndpoint, components: Json): Json {
  const { returns, events, errors = [] } = endpoint.definition
  const answers: Json = {}
  const stream = events
    ? {
        'text/event-stream': {
          schema: hoist(schemaOf(events, 'output'), components),
        },
      }
    : {}
  for (const [status, schema] of Object.entries(returns)) {
    if (schema === null) answers[status] = { description: 'Done' }
    else if (schema === 'text/html')
      answers[status] = { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } }
    else if (typeof schema === 'string') answers[status] = { description: 'Done', content: stream }
    else if (isFile(schema))
      answers[status] = {
        description: 'A file',
        content: Object.fromEntries(schema.map((mediaType) => [mediaType, { schema: { type: 'string' } }])),
      }
    else
      answers[status] = {
        description: 'Done',
        content: {
          'application/json': {
            schema: hoist(schemaOf(schema, 'output'), components),
          },
          ...stream,
        },
      }
  }
  // A streamed answer begins before its outcome is known, so its status is always 200.
  if (events) answers['200'] = { description: 'A stream of events', content: stream }
  const byStatus = Map.groupBy<number, ErrorCode>([...commonErrors, ...errors], (code) => problems[code][0])
  for (const [status, codes] of byStatus)
    answers[status] = {
      description: codes.map((code) => `\`${code}\`: ${problems[code][1]}`).join('\n\n'),
      content: {
        [problemMediaType]: {
          schema: { $ref: '#/components/schemas/Problem' },
        },
      },
    }
  return answers
}

const ofSupport: ReadonlySet<string> = new Set(supportPermissions(supportAreas, true))

function security(endpoint: AnyEndpoint): Json[] {
  const { allow } = endpoint.definition
  if ('anyone' in allow) return []
  if ('session' in allow) return [{ session: [] }]
  if ('support' in allow) return [{ supportToken: [] }]
  return [
    ...(allow.permission && !allow.signedIn ? [{ secretKey: [] }] : []),
    ...(allow.permission ? [{ session: [] }] : []),
    ...(allow.permission && !allow.signedIn && ofSupport.has(allow.permission) ? [{ supportToken: [] }] : []),
    ...(allow.visitor ? [{ visitorToken: [] }] : []),
    ...(allow.publishable ? [{ publishableKey: [] }] : []),
  ]
}

/** What is sent to webhooks, by type. */
function announcements(components: Json): Json {
  const payload = hoist(schemaOf(WebhookPayload, 'output'), components)
  return Object.fromEntries(
    webhookEventTypes.map((type) => [
      type,
      {
        post: {
          summary: `Told to webhooks: ${type}`,
          tags: ['Webhooks'],
          security: [],
          parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
            name,
            in: 'header',
            required: true,
            schema: { type: 'string' },
          })),
          requestBody: { required: true, content: { 'application/json': { schema: payload } } },
          responses: { '2XX': { description: 'It has arrived' }, '410': { description: 'Nothing more is wanted' } },
        },
      },
    ]),
  )
}

/**
 * The OpenAPI 3.1 document of all endpoints.
 *
 * @param options.version the version of the server, for `info.version`
 * @param options.serverUrl where the API is served, without `/v1`
 */
export function openApiDocument(options: { version: string; serverUrl?: string }): Json {
  const components: Json = {}
  hoist(schemaOf(Problem, 'output'), components)
  const paths: Record<string, Json> = {}
  for (const [operationId, endpoint] of Object.entries(api) as [string, AnyEndpoint][]) {
    const { summary, tag, allow } = endpoint.definition
    const body = requestBody(endpoint, components)
    const path = paths[endpoint.path] ?? {}
    paths[endpoint.path] = path
    path[endpoint.method.toLowerCase()] = {
      operationId,
      summary,
      tags: [tag],
      ...(allow.permission ? { 'x-permission': allow.permission } : {}),
      security: security(endpoint),
      parameters: parameters(endpoint, components),
      ...(body ? { requestBody: body } : {}),
      responses: responses(endpoint, components),
    }
  }
  const bearer = (description: string) => ({
    type: 'http',
    scheme: 'bearer',
    description,
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sotto',
      version: options.version,
      summary: 'Chat assistant, CRM and consent that treat people properly',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    paths,
    webhooks: announcements(components),
    components: {
      schemas: components,
      securitySchemes: {
        secretKey: bearer('A secret key, `sk_…`, for servers'),
        publishableKey: bearer('The publishable key of a bot, `pk_…`, for browsers'),
        supportToken: bearer('The token of somebody of support whom the team let in, `su_…`'),
        visitorToken: bearer('The token of one conversation, `vt_…`'),
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'session',
          description: 'A signed-in member; where the server is reached by https, the cookie is `__Host-session`',
        },
      },
    },
  }
}
