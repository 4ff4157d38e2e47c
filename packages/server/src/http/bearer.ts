import { toJson } from './answer.ts'

/** The token that a request brings, where it brings one. */
export const readBearer = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]

export const toUnauthorized = (message: string): Response =>
  toJson(401, { message }, { 'www-authenticate': 'Bearer' })

/** Nobody can tell right now whether a token counts. */
export const toUnsure = (): Response =>
  toJson(503, { message: 'Nobody can tell right now whether the token counts.' }, { 'retry-after': '5' })
