import * as v from 'valibot'
import type { Company, FeatureView, Others, PersonView, Tally, You } from '../project.ts'

// What the authority sends to a person's client. Gate workers have messages of their own.

const text = v.string()
const number = v.pipe(v.number(), v.integer(), v.minValue(0))
const names = v.array(text)

const gate = v.variant('open', [
  v.object({ open: v.literal(true) }),
  v.object({
    open: v.literal(false),
    reason: v.picklist([
      'feature-off',
      'not-asked',
      'unanswered',
      'declined',
      'not-granted',
      'withdrawn',
      'expired',
      'left',
      'unreachable',
      'stale-notice',
      'waiting-for-others',
      'not-a-person',
      'not-enforced',
      'authority-lost',
    ]),
  }),
])

const feature = v.object({
  hash: text,
  phase: v.picklist(['off', 'asking', 'on', 'paused']),
  activation: v.optional(
    v.object({ id: text, revision: number, by: text, at: v.number(), name: v.optional(text) }),
  ),
  answer: v.object({
    state: v.picklist([
      'unasked',
      'asked',
      'shown',
      'deferred',
      'unanswered',
      'accepted',
      'declined',
      'withdrawn',
      'expired',
      'stale',
    ]),
    grants: names,
    decision: number,
    shown: v.boolean(),
    told: v.boolean(),
    captured: v.boolean(),
    waited: v.boolean(),
  }),
  gates: v.record(text, gate),
  erasure: v.optional(v.object({ requestedAt: v.number(), open: names, done: names })),
  owner: v.optional(text),
  askedAgain: v.optional(v.boolean()),
  forbidden: v.optional(v.boolean()),
}) satisfies v.GenericSchema<unknown, FeatureView>

const offRequests = v.optional(v.object({ by: names, unknown: number }))
const tally = v.variant('disclosure', [
  v.object({
    disclosure: v.literal('named'),
    offRequests,
    people: v.array(v.object({ participant: text, included: v.boolean() })),
  }),
  v.object({ disclosure: v.literal('counts'), offRequests, included: number, notIncluded: number }),
  v.object({ disclosure: v.literal('outcome'), offRequests, everyone: v.boolean() }),
])

const kind = v.picklist(['person', 'room', 'phone', 'agent', 'recorder'])
const you = v.object({
  participant: text,
  role: v.picklist(['host', 'cohost', 'attendee']),
  kind,
  place: v.picklist(['out', 'lobby', 'call']),
  name: v.optional(text),
})
const company = v.picklist(['alone', 'pair', 'few', 'many'])
const others = v.object({
  bots: v.array(v.object({ participant: text, kind, name: v.optional(text) })),
  strangers: names,
})

const personView = v.object({
  meeting: text,
  you,
  company,
  others,
  features: v.record(text, feature),
  tallies: v.record(text, tally),
}) satisfies v.GenericSchema<unknown, PersonView>

/** Parts of the view that changed, each whole: `null` removes a tally. */
const change = v.object({
  you: v.optional(you),
  company: v.optional(company),
  others: v.optional(others),
  features: v.optional(v.record(text, feature)),
  tallies: v.optional(v.record(text, v.nullable(tally))),
})
export interface ViewChange {
  readonly you?: You | undefined
  readonly company?: Company | undefined
  readonly others?: Others | undefined
  readonly features?: Readonly<Record<string, FeatureView>> | undefined
  readonly tallies?: Readonly<Record<string, Tally | null>> | undefined
}

const welcome = v.object({
  type: v.literal('welcome'),
  version: text,
  /** Names this connection's updates; a client that lost it may resume from the last one it saw. */
  session: text,
  /** How long the authority believes in this client, and the client in the authority, without a word. */
  leaseMs: number,
  /** Whether updates go on from where the client was; if not, a snapshot follows. */
  resumed: v.boolean(),
  /** The latest update; who resumes is up to date once it has seen that one. */
  number: v.optional(number),
})
const snapshot = v.object({ type: v.literal('snapshot'), number, view: personView })
const update = v.object({ type: v.literal('update'), number, change })
const rejection = v.object({ code: text, message: text })
const reply = v.object({
  type: v.literal('reply'),
  id: text,
  reply: v.variant('ok', [v.object({ ok: v.literal(true) }), v.object({ ok: v.literal(false), rejection })]),
})
/** With the number of the latest update, so that a client finds out that it has missed it. */
const renewed = v.object({ type: v.literal('renewed'), nonce: text, number: v.optional(number) })
/** Said before the connection is closed for good: asking again with the same token is no use. */
const refused = v.object({
  type: v.literal('refused'),
  code: v.picklist(['token', 'version', 'malformed', 'replaced']),
  message: text,
})

export type Refusal = v.InferOutput<typeof refused>
export type ServerMessage =
  | v.InferOutput<typeof welcome>
  | { readonly type: 'snapshot'; readonly number: number; readonly view: PersonView }
  | { readonly type: 'update'; readonly number: number; readonly change: ViewChange }
  | v.InferOutput<typeof reply>
  | v.InferOutput<typeof renewed>
  | Refusal

export const serverMessageSchema = v.variant('type', [
  welcome,
  snapshot,
  update,
  reply,
  renewed,
  refused,
]) satisfies v.GenericSchema<unknown, ServerMessage>
