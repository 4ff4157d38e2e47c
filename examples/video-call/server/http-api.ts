import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConsentServer } from '@askfirst/server'
import * as v from 'valibot'
import { notetakerFeatures, notetakerName } from '../shared/features.ts'
import { everyMeeting, type Identity } from '../shared/identity.ts'
import { BodyTooLong, readJson } from './read-json.ts'
import { requestPath } from './request-path.ts'
import type { Rooms } from './rooms.ts'
import type { Tokens } from './tokens.ts'

/** A name stands beside other words, so nothing in it may turn their order around or break their line. */
const plain = (name: string) => name.replace(/[\p{Bidi_Control}\p{Cc}\u2028\u2029]/gu, '')
const nameSchema = v.object({
  name: v.pipe(v.string(), v.transform(plain), v.trim(), v.minLength(1), v.maxLength(60)),
})
const codeSchema = v.object({ code: v.pipe(v.string(), v.maxLength(64)) })
const linkCodeMs = 5 * 60 * 1000

export interface HttpApiOptions {
  readonly tokens: Tokens
  readonly rooms: Rooms
  readonly consent: ConsentServer
  /** What the page is told about this server. */
  readonly config: { readonly test: boolean; readonly iceServers: readonly unknown[] }
}

type Reply = readonly [status: number, body: unknown]

/** The requests that open a meeting, join it, bring in one's second device, and ask for consent tokens. */
export function createHttpApi({ tokens, rooms, consent, config }: HttpApiOptions) {
  const links = new Map<string, { identity: Identity; until: number }>()

  const admit = async (identity: Identity): Promise<Reply> => [
    200,
    {
      room: identity.meeting,
      participant: identity.participant,
      name: identity.name,
      role: identity.role,
      token: await tokens.mint(identity),
    },
  ]

  const newcomer = (meeting: string, name: string, role: Identity['role']) =>
    admit({ meeting, participant: randomUUID(), name, role, kind: 'person' })

  const bearer = (request: IncomingMessage) =>
    tokens.verify(request.headers.authorization?.replace(/^Bearer /, '') ?? '')

  /** Who somebody is to the consent authority follows from their admission to the call, and nothing else. */
  const consentToken = async (request: IncomingMessage, meeting: string): Promise<Reply> => {
    const identity = await bearer(request)
    if (identity?.kind === 'agent' && identity.meeting === everyMeeting) {
      const features = notetakerFeatures
      return [
        200,
        { token: await consent.mintProcessorToken({ meeting, processor: notetakerName, features }) },
      ]
    }
    if (identity?.kind !== 'person' || identity.meeting !== meeting) return [401, { error: 'bad-token' }]
    const { participant, role, name } = identity
    return [200, { token: await consent.mintToken({ meeting, participant, role, name }) }]
  }

  const linkDevice = async (request: IncomingMessage, room: string): Promise<Reply> => {
    const identity = await bearer(request)
    if (!identity || identity.meeting !== room || identity.kind !== 'person')
      return [401, { error: 'bad-token' }]
    for (const [code, link] of links) if (link.until < Date.now()) links.delete(code)
    const code = randomBytes(18).toString('base64url')
    links.set(code, { identity, until: Date.now() + linkCodeMs })
    return [200, { code, expiresInMs: linkCodeMs }]
  }

  const redeemLink = async (body: unknown): Promise<Reply> => {
    const { code } = v.parse(codeSchema, body)
    const link = links.get(code)
    links.delete(code)
    return link && link.until >= Date.now() ? admit(link.identity) : [404, { error: 'link-used-or-expired' }]
  }

  const answer = async (request: IncomingMessage, path: string): Promise<Reply> => {
    if (request.method === 'GET' && path === '/api/config') return [200, config]
    if (request.method !== 'POST') return [405, { error: 'method-not-allowed' }]
    const room = /^\/api\/rooms\/([\w-]{1,64})\/(join|device|consent)$/.exec(path)
    if (room?.[1] && room[2] === 'device') return linkDevice(request, room[1])
    if (room?.[1] && room[2] === 'consent') return consentToken(request, room[1])
    const body = await readJson(request)
    if (path === '/api/rooms') {
      const { name } = v.parse(nameSchema, body)
      const meeting = newRoomName()
      rooms.open(meeting)
      return newcomer(meeting, name, 'host')
    }
    if (path === '/api/device') return redeemLink(body)
    if (room?.[1]) {
      const { name } = v.parse(nameSchema, body)
      return rooms.has(room[1]) ? newcomer(room[1], name, 'attendee') : [404, { error: 'no-such-meeting' }]
    }
    return [404, { error: 'not-found' }]
  }

  /** Answers a request under `/api/`; `false` when the path is somebody else's. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = requestPath(request)
    if (!path.startsWith('/api/')) return false
    const [status, body] = await answer(request, path).catch(toReply)
    // What is left of a body that is too long is not waited for.
    if (status === 413) response.setHeader('connection', 'close')
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
    return true
  }
}

function toReply(reason: unknown): Reply {
  if (reason instanceof BodyTooLong) return [413, { error: 'too-long' }]
  const isMalformed = v.isValiError(reason) || reason instanceof SyntaxError
  return isMalformed ? [400, { error: 'malformed' }] : [500, { error: 'internal' }]
}

/** Three groups of letters, easy to read aloud: `kzqm-wtrd-hbxc`. */
function newRoomName(): string {
  const letters = 'bcdfghjkmnpqrstvwxz'
  const picked = [...randomBytes(12)].map((byte) => letters[byte % letters.length])
  return [0, 4, 8].map((start) => picked.slice(start, start + 4).join('')).join('-')
}
