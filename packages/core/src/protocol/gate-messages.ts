import * as v from 'valibot'
import { type TokenAnswer, tokenAnswer } from './token-answer.ts'

// gives: the types, and the schema, of what an AI worker is sent: whole allow-lists, what became of them, duties
// never: a reason why a gate is closed

const text = v.string()
const number = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Everybody who may be captured by one feature, without reasons. */
export interface AllowList {
  feature: string
  /** The run that is on; null while the feature is off. */
  activation: string | null
  /** Grows with every restart of the authority; `epoch` grows within it. */
  term: number
  /** Grows with every list of a term: of two lists the later is the one that counts. */
  epoch: number
  /** Everybody who may be captured, each with the asks whose gate is open. Not named: closed. */
  allow: { participant: string; asks: string[] }[]
}
const change = {
  feature: text,
  term: number,
  epoch: number,
  allow: v.array(v.object({ participant: text, asks: v.array(text) })),
}
const allowList = v.object({ ...change, activation: v.nullable(text) }) satisfies v.GenericSchema<
  unknown,
  AllowList
>

/** What became of the list of the epoch before: in a meeting of thousands, a list for each decision is too much. */
export interface AllowChange {
  feature: string
  term: number
  /** One more than that of the list, or of the change, that it follows. */
  epoch: number
  /** Whose gates are others now, each with every ask whose gate is open: none closes them. Not named: as before. */
  allow: { participant: string; asks: string[] }[]
}
const allowChange = v.object(change) satisfies v.GenericSchema<unknown, AllowChange>

/** Everything captured of this person by this feature, up to the request, is to be erased. */
export interface ErasureDuty {
  participant: string
  feature: string
  /** The number of the person's decision up to which it was asked: names this duty. */
  request: number
  /** Milliseconds since 1970. */
  requestedAt: number
}
const duty = v.object({
  participant: text,
  feature: text,
  request: number,
  requestedAt: v.number(),
}) satisfies v.GenericSchema<unknown, ErasureDuty>

const welcome = v.object({
  type: v.literal('welcome'),
  version: text,
  session: text,
  leaseMs: number,
  resumed: v.boolean(),
})
const gates = v.object({ type: v.literal('gates'), lists: v.array(allowList) })
const changes = v.object({ type: v.literal('changes'), changes: v.array(allowChange) })
const erase = v.object({ type: v.literal('erase'), duties: v.array(duty) })
/** Why it was rejected, as far as a worker can do something about it. */
const rejection = v.object({ code: text })
const reply = v.object({
  type: v.literal('reply'),
  id: text,
  reply: v.object({ ok: v.boolean(), rejection: v.optional(rejection) }),
})
const renewed = v.object({ type: v.literal('renewed'), nonce: text })
const refused = v.object({ type: v.literal('refused'), code: text, message: text })

/** What the authority tells an AI worker. */
export type GateMessage =
  | {
      readonly type: 'welcome'
      readonly version: string
      readonly session: string
      readonly leaseMs: number
      readonly resumed: boolean
      /** How long the token counts from now. */
      readonly tokenMs?: number | undefined
    }
  | { readonly type: 'gates'; readonly lists: readonly AllowList[] }
  | { readonly type: 'changes'; readonly changes: readonly AllowChange[] }
  | { readonly type: 'erase'; readonly duties: readonly ErasureDuty[] }
  | {
      readonly type: 'reply'
      readonly id: string
      readonly reply: { readonly ok: boolean; readonly rejection?: { readonly code: string } | undefined }
    }
  | { readonly type: 'renewed'; readonly nonce: string }
  | TokenAnswer
  | { readonly type: 'refused'; readonly code: string; readonly message: string }

/** Checks what came in from the authority, on the side of an AI worker. */
export const gateMessageSchema: v.GenericSchema<unknown, GateMessage> = v.variant('type', [
  welcome,
  gates,
  changes,
  erase,
  reply,
  renewed,
  tokenAnswer,
  refused,
])
