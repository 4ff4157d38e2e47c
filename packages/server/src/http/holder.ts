import type { Identity } from '@askfirst/core/authority'
import type { KeeperIdentity } from '../claims.ts'
import { toJson } from './answer.ts'
import type { Holder } from './pace.ts'

// takes: a request with a token · gives: who sent it, or the answer that says why that is not enough
// never: takes one kind of token for another

type PersonIdentity = Extract<Identity, { use: 'person' }>

export interface HolderRoute {
  /** Whoever holds the token; undefined where nobody can tell right now. @throws with words for who holds it */
  identify(token: string): Promise<Identity | undefined>
  /** The same, keepers among them. */
  verify(token: string): Promise<Identity | KeeperIdentity | undefined>
  /** Whether its holder has not asked too often. */
  mayAsk(holder: Holder): boolean
}

/** The person whose own token it is. @param what is taken with it, as a sentence begins */
export async function readPerson(
  request: Request,
  { identify, mayAsk }: Pick<HolderRoute, 'identify' | 'mayAsk'>,
  what: string,
): Promise<PersonIdentity | Response> {
  const identity = await readHolder(request, identify, "the person's token")
  if (identity instanceof Response) return identity
  // A bridge presses keys for a phone: what was recorded of its caller is not for it to read.
  if (identity.use !== 'person' || identity.bridge !== undefined) {
    return toJson(403, { message: `${what} is taken with the person's own token.` })
  }
  return mayAsk(identity) ? identity : toTooOften()
}

/** The keeper of a meeting. @param what is done with it, as a sentence begins */
export async function readKeeper(
  request: Request,
  { verify, mayAsk }: Pick<HolderRoute, 'verify' | 'mayAsk'>,
  meeting: string,
  what: string,
): Promise<KeeperIdentity | Response> {
  const identity = await readHolder(request, verify, 'the token of a keeper')
  if (identity instanceof Response) return identity
  if (identity.use !== 'keeper' || identity.meeting !== meeting) {
    return toJson(403, { message: `${what} with a keeper's token, of that meeting.` })
  }
  return mayAsk(identity) ? identity : toTooOften()
}

/** Whoever holds the token that a request brings. @param which token it has to bring */
export async function readHolder<Holding>(
  request: Request,
  identify: (token: string) => Promise<Holding | undefined>,
  which: string,
): Promise<Holding | Response> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) return toUnauthorized(`Send ${which}: Authorization: Bearer <token>.`)
  try {
    return (await identify(token)) ?? toUnsure()
  } catch (error) {
    return toUnauthorized(error instanceof Error ? error.message : 'The token is not valid.')
  }
}

const toUnauthorized = (message: string): Response =>
  toJson(401, { message }, { 'www-authenticate': 'Bearer' })

/** Nobody can tell right now whether a token counts. */
const toUnsure = (): Response =>
  toJson(503, { message: 'Nobody can tell right now whether the token counts.' }, { 'retry-after': '5' })

export const toTooOften = (): Response =>
  toJson(429, { message: 'That is too often.' }, { 'retry-after': '1' })
