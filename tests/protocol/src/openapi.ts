import { PROTOCOL_VERSION } from '@askfirst/core/protocol'
import { EVIDENCE_PATHS, EVIDENCE_SCHEMAS, EVIDENCE_SCHEMES } from './evidence-paths.ts'
import { json, objectOf, refusals, schemaRef, text } from './openapi-parts.ts'
import { type Schema, toWorker } from './schemas.ts'

// The HTTP routes in OpenAPI 3.1: small enough to be written by hand, but for the lists, which are the ones that
// workers are sent. A test asks the running server for every answer that is in here.

const { lists } = Object(toWorker.get('gates')?.properties) as { readonly lists: Schema }

const count = { type: 'integer', minimum: 0 }
const asks = { type: 'array', items: text }
const of = { meeting: text, participant: text, feature: text }
const decision = objectOf({ ...of, number: count })
/** What a webhook says, by its type. */
const TOLD: Readonly<Record<string, object>> = {
  'consent.accepted': objectOf({ ...of, number: count, asks }),
  'consent.declined': decision,
  'consent.withdrawn': objectOf({ ...of, number: count, asks }, ['asks']),
  'consent.deferred': decision,
  'consent.expired': decision,
  'gate.changed': objectOf({ ...of, before: asks, after: asks }),
  'erasure.requested': objectOf({ ...of, processor: text, request: count, requestedAt: { type: 'number' } }),
}
const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
  name,
  in: 'header',
  required: true,
  schema: text,
}))

const toWebhook = (type: string) => ({
  post: {
    operationId: type,
    summary: 'Signed as Standard Webhooks says; the same webhook-id is the same message',
    parameters: SIGNED,
    requestBody: { required: true, content: { 'application/json': { schema: schemaRef(type) } } },
    responses: {
      '2XX': { description: 'It has arrived' },
      410: { description: 'Nothing is to be sent there any more' },
      default: { description: 'It is tried again' },
    },
  },
})

export function createOpenApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ask First',
      version: PROTOCOL_VERSION,
      description:
        'What a consent server answers by HTTP. README.md beside this file says what a worker has to make of it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://consent.example', description: 'Wherever the app runs its consent server.' }],
    paths: {
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Whether the program runs at all',
          responses: { 200: json('It does', 'Health') },
        },
      },
      '/readyz': {
        get: {
          operationId: 'readiness',
          summary: 'Whether anybody should be sent to it',
          responses: {
            200: json('It can make a yes durable', 'Readiness'),
            503: json('It cannot, or is ending', 'Readiness'),
          },
        },
      },
      '/metrics': {
        get: {
          operationId: 'metrics',
          summary: 'Figures for Prometheus, without names of anybody',
          responses: { 200: { description: 'The figures', content: { 'text/plain': { schema: text } } } },
        },
      },
      '/consent/gates': {
        get: {
          operationId: 'gates',
          summary: 'Allow-lists, for workers that only ask now and then',
          description:
            'Below the path that the server was given. Each answer takes the place of all before it: a feature without a list in it is closed. The lists are good for leaseMs from when the request was sent; after that, and after any other answer than 200, everything is closed.',
          security: [{ worker: [] }],
          responses: {
            200: json(
              'Whole lists of all features of the token; none of a meeting that nobody is in, or that another server writes',
              'Gates',
            ),
            ...refusals("It is a person's token"),
          },
        },
      },
      ...EVIDENCE_PATHS,
    },
    webhooks: Object.fromEntries(Object.keys(TOLD).map((type) => [type, toWebhook(type)])),
    components: {
      securitySchemes: {
        worker: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "A worker's token: mintGateToken, mintProcessorToken or mintAppToken.",
        },
        ...EVIDENCE_SCHEMES,
      },
      schemas: {
        Health: objectOf({ status: { const: 'ok' } }),
        Readiness: objectOf({
          status: { enum: ['ready', 'draining', 'ledger-unreachable', 'ledger-failing'] },
        }),
        Gates: objectOf({ meeting: text, leaseMs: { type: 'integer', minimum: 0 }, lists }),
        Problem: objectOf({ message: text }),
        ...EVIDENCE_SCHEMAS,
        ...Object.fromEntries(
          Object.entries(TOLD).map(([type, data]) => [
            type,
            objectOf({ type: { const: type }, timestamp: text, data }),
          ]),
        ),
      },
    },
  }
}
