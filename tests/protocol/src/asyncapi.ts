import { PROTOCOL_VERSION } from '@askfirst/core/protocol'
import { commands, type Named, type Schema, toAuthority, toPerson, toWorker } from './schemas.ts'
import { wordsOf } from './words.ts'

// The WebSocket in AsyncAPI 3, from the schemas that check its messages.

/** Of those who hold no person's token. What else is in here a host may do too. */
const OF_WORKERS = [
  'enforcement.report',
  'erasure.acknowledge',
  'roster.report',
  'participant.remove',
  'role.change',
]
const WORKERS_ALONE = ['enforcement.report', 'erasure.acknowledge', 'roster.report']

type Peer = 'person' | 'worker'

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Of a command the document says which there are; the schema of the message only that it has an id. */
const commandOf = (types: readonly string[]): Schema => ({
  type: 'object',
  properties: { type: { const: 'command' }, command: { oneOf: types.map((type) => schemaRef(type)) } },
  required: ['type', 'command'],
})

function messagesOf(peer: Peer): { readonly sends: Named; readonly receives: Named } {
  const types = [...commands.keys()].filter((type) =>
    peer === 'worker' ? OF_WORKERS.includes(type) : !WORKERS_ALONE.includes(type),
  )
  const sends = new Map(toAuthority).set('command', commandOf(types))
  // A worker is always sent whole lists: it has no updates to ask for again.
  if (peer === 'worker') sends.delete('resync')
  return { sends, receives: peer === 'worker' ? toWorker : toPerson }
}

export function createAsyncApi() {
  const messages: Record<string, object> = {}
  const schemas: Record<string, Schema> = {}
  for (const [type, schema] of commands) schemas[type] = { description: wordsOf(type), ...schema }

  const addAll = (peer: Peer, way: 'sends' | 'receives', named: Named) =>
    [...named].map(([type, schema]) => {
      const key = `${peer}.${way}.${type}`
      schemas[key] = { description: wordsOf(type), ...schema }
      messages[key] = { name: type, summary: wordsOf(type), payload: schemaRef(key) }
      return key
    })
  const operations: Record<string, object> = {}
  const channelMessages: Record<string, object> = {}
  for (const peer of ['person', 'worker'] as const) {
    const { sends, receives } = messagesOf(peer)
    for (const [way, named] of [
      ['sends', sends],
      ['receives', receives],
    ] as const) {
      const keys = addAll(peer, way, named)
      for (const key of keys) channelMessages[key] = { $ref: `#/components/messages/${key}` }
      operations[`${peer}.${way}`] = {
        // Of the authority, whose document this is.
        action: way === 'sends' ? 'receive' : 'send',
        channel: { $ref: '#/channels/consent' },
        summary: `What a ${peer} ${way}`,
        messages: keys.map((key) => ({ $ref: `#/channels/consent/messages/${key}` })),
      }
    }
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ask First',
      version: PROTOCOL_VERSION,
      description:
        'Consent for AI features in calls, over one WebSocket. README.md beside this file says in which order, and what to close when.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      authority: {
        host: '{host}',
        protocol: 'wss',
        description: 'Wherever the app runs its consent server.',
        variables: { host: { default: 'consent.example' } },
      },
    },
    channels: {
      consent: {
        address: '/consent',
        description: 'One JSON message in each text frame. The path is the one that the server was given.',
        messages: channelMessages,
        bindings: { ws: { method: 'GET' } },
      },
    },
    operations,
    components: { messages, schemas },
  }
}
