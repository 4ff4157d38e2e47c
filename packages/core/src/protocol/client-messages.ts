import * as v from 'valibot'

// What a client or an AI worker sends to the authority.

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
const number = v.pipe(v.number(), v.integer(), v.minValue(0))

const hello = v.object({
  type: v.literal('hello'),
  version: v.pipe(v.string(), v.maxLength(16)),
  /** Signed; the only thing that says who this is. */
  token: v.pipe(v.string(), v.maxLength(8192)),
  /** Stable for one device or tab, over reconnects. */
  connection: text,
  /** What this end is made for: a token of the other kind is refused with a word about it. */
  as: v.optional(v.picklist(['person', 'worker'])),
  /** Where to go on: the session that was lost and the last update seen. */
  resume: v.optional(v.object({ session: text, number })),
})
/** The command itself is checked apart, so that a bad one gets a reply by its id. */
const command = v.object({ type: v.literal('command'), command: v.looseObject({ id: text }) })
const renew = v.object({ type: v.literal('renew'), nonce: text })
/** Asks for the updates after `number` again, or for a snapshot where they are gone. */
const resync = v.object({ type: v.literal('resync'), number })

const clientMessage = v.variant('type', [hello, command, renew, resync])

/**
 * What the authority is told over a connection; `hello` comes first.
 *
 * @useDeclaredType
 */
export type ClientMessage = v.InferOutput<typeof clientMessage>
export type Hello = v.InferOutput<typeof hello>

/** Checks what came in from a client or an AI worker. */
export const clientMessageSchema: v.GenericSchema<unknown, ClientMessage> = clientMessage
