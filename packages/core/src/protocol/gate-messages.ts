import * as v from 'valibot'

// What the authority sends to an AI worker: whole allow-lists, never reasons.

const text = v.string()
const number = v.pipe(v.number(), v.integer(), v.minValue(0))

const allowList = v.object({
  feature: text,
  /** The run that is on; null while the feature is off. */
  activation: v.nullable(text),
  /** Grows with every restart of the authority; `epoch` grows within it. */
  term: number,
  epoch: number,
  /** Everybody who may be captured, each with the asks whose gate is open. Not named: closed. */
  allow: v.array(v.object({ participant: text, asks: v.array(text) })),
})
export type AllowList = v.InferOutput<typeof allowList>

const duty = v.object({
  participant: text,
  feature: text,
  request: number,
  requestedAt: v.number(),
})
/** Everything captured of this person by this feature, up to the request, is to be erased. */
export type ErasureDuty = v.InferOutput<typeof duty>

const welcome = v.object({
  type: v.literal('welcome'),
  version: text,
  session: text,
  leaseMs: number,
  resumed: v.boolean(),
})
const gates = v.object({ type: v.literal('gates'), lists: v.array(allowList) })
const erase = v.object({ type: v.literal('erase'), duties: v.array(duty) })
const reply = v.object({ type: v.literal('reply'), id: text, reply: v.looseObject({ ok: v.boolean() }) })
const renewed = v.object({ type: v.literal('renewed'), nonce: text })
const refused = v.object({ type: v.literal('refused'), code: text, message: text })

export const gateMessageSchema = v.variant('type', [welcome, gates, erase, reply, renewed, refused])
export type GateMessage = v.InferOutput<typeof gateMessageSchema>
