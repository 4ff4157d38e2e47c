/** What the server tells the page about itself. */
export interface CallConfig {
  /** The server was started for tests: a page may replace its microphone by a tone. */
  readonly test: boolean
  readonly iceServers: RTCIceServer[]
}

/** Who this tab is in a room, with the token that proves it. */
export interface Admission {
  readonly room: string
  readonly participant: string
  readonly name: string
  readonly role: 'host' | 'attendee'
  readonly token: string
}

/** The server said no; `code` is its reason, such as `no-such-meeting`. */
export class ApiError extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init)
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new ApiError(body.error ?? 'internal')
  return body as T
}

const post = <T>(path: string, body: unknown, token?: string) =>
  request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })

export const fetchConfig = () => request<CallConfig>('/api/config')
export const createRoom = (name: string) => post<Admission>('/api/rooms', { name })
export const joinRoom = (room: string, name: string) => post<Admission>(`/api/rooms/${room}/join`, { name })
/** A link that makes another device the same person, once. */
export const createDeviceCode = ({ room, token }: Admission) =>
  post<{ code: string; expiresInMs: number }>(`/api/rooms/${room}/device`, {}, token)
/** A token for the consent authority, for who holds the admission. */
export const fetchConsentToken = ({ room, token }: Admission) =>
  post<{ token: string }>(`/api/rooms/${room}/consent`, {}, token).then((reply) => reply.token)
export const redeemDeviceCode = (code: string) => post<Admission>('/api/device', { code })
