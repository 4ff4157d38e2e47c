import * as v from 'valibot'

// gives: the types, and the schema, of what a client or an AI worker sends to the authority

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
const number = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The first message of a connection. */
export interface Hello {
  readonly type: 'hello'
  /** Of the protocol that this end speaks. */
  readonly version: string
  /** Signed; the only thing that says who this is. */
  readonly token: string
  /** Stable for one device or tab, over reconnects. */
  readonly connection: string
  /** What this end is made for: a token of the other kind is refused with a word about it. */
  readonly as?: 'person' | 'worker' | undefined
  /** Where to go on: the session that was lost and the last update seen. */
  readonly resume?: { readonly session: string; readonly number: number } | undefined
}
const hello = v.object({
  type: v.literal('hello'),
  version: v.pipe(v.string(), v.maxLength(16)),
  token: v.pipe(v.string(), v.maxLength(8192)),
  connection: text,
  as: v.optional(v.picklist(['person', 'worker'])),
  resume: v.optional(v.object({ session: text, number })),
}) satisfies v.GenericSchema<unknown, Hello>
/** The command itself is checked apart, so that a bad one gets a reply by its id. */
const command = v.object({ type: v.literal('command'), command: v.looseObject({ id: text }) })
const renew = v.object({ type: v.literal('renew'), nonce: text })
/** A newer token of the same holder, before the one at hand ends: the connection goes on under it. */
const token = v.object({ type: v.literal('token'), token: v.pipe(v.string(), v.maxLength(8192)) })
/** Asks for a snapshot, unless `number` is the latest update. */
const resync = v.object({ type: v.literal('resync'), number })

/** What the authority is told over a connection. What is in a command is for `sentCommandSchema` to check. */
export type ClientMessage =
  | Hello
  | { readonly type: 'command'; readonly command: { readonly id: string } }
  | { readonly type: 'renew'; readonly nonce: string }
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'resync'; readonly number: number }

/** Checks what came in from a client or an AI worker. */
export const clientMessageSchema: v.GenericSchema<unknown, ClientMessage> = v.variant('type', [
  hello,
  command,
  renew,
  token,
  resync,
])
