import * as v from 'valibot'
import type { Others } from '../project/others.ts'
import type { Company, FeatureView, NamedPerson, OffRequests, PersonView, Tally, You } from '../project.ts'
import type { Phase } from '../state.ts'
import { type TokenAnswer, tokenAnswer } from './token-answer.ts'

// gives: the types, and the schema, of what a person's client is sent; AI workers have messages of their own

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

const phase = v.picklist(['off', 'asking', 'on', 'paused'])
const feature = v.object({
  hash: text,
  phase,
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
    texts: v.optional(names),
    told: v.boolean(),
    captured: v.boolean(),
    waited: v.boolean(),
  }),
  gates: v.record(text, gate),
  erasure: v.optional(v.object({ requestedAt: v.number(), open: names, done: names })),
  owner: v.optional(text),
  askedAgain: v.optional(v.boolean()),
  forbidden: v.optional(v.boolean()),
  unconfirmed: v.optional(v.boolean()),
  ending: v.optional(v.boolean()),
}) satisfies v.GenericSchema<unknown, FeatureView>

const offRequests = v.optional(
  v.object({ by: names, unknown: number, names: v.optional(v.record(text, text)) }),
)
const named = { participant: text, unanswered: v.optional(v.boolean()) }
const tally = v.variant('disclosure', [
  v.object({
    disclosure: v.literal('named'),
    offRequests,
    people: v.array(v.object({ ...named, included: v.boolean() })),
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
  devices: v.optional(number),
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

const change = v.object({
  you: v.optional(you),
  company: v.optional(company),
  others: v.optional(others),
  features: v.optional(v.record(text, feature)),
  phases: v.optional(v.record(text, phase)),
  tallies: v.optional(v.record(text, v.nullable(tally))),
  named: v.optional(
    v.record(
      text,
      v.object({
        people: v.array(v.object({ ...named, included: v.nullable(v.boolean()) })),
        offRequests,
      }),
    ),
  ),
})
/** What became of a tally by names: `null` is somebody who is not there any more. */
export interface NamedChange {
  readonly people: readonly (NamedPerson | { readonly participant: string; readonly included: null })[]
  readonly offRequests?: OffRequests | undefined
}

/** Parts of a view that changed, each whole but for tallies by names: `null` removes a tally. */
export interface ViewChange {
  readonly you?: You | undefined
  readonly company?: Company | undefined
  readonly others?: Others | undefined
  readonly features?: Readonly<Record<string, FeatureView>> | undefined
  /** Of features of which nothing else changed for this viewer. */
  readonly phases?: Readonly<Record<string, Phase>> | undefined
  readonly tallies?: Readonly<Record<string, Tally | null>> | undefined
  readonly named?: Readonly<Record<string, NamedChange>> | undefined
}

/** Why the authority does not let this connection in: asking again with the same token is no use. */
export interface Refusal {
  readonly type: 'refused'
  /**
   * `cut`: the token is from before a change of role or a removal; a newer one is welcome. The link stays open for a
   * while: declining, withdrawing and asking to erase are answered over it, and nothing else. `devices`: the person has
   * as many connected as are let in.
   */
  readonly code: 'token' | 'version' | 'malformed' | 'cut' | 'devices'
  readonly message: string
}
const refused = v.object({
  type: v.literal('refused'),
  code: v.picklist(['token', 'version', 'malformed', 'cut', 'devices']),
  message: text,
}) satisfies v.GenericSchema<unknown, Refusal>

/** The first message of a connection that is not refused. */
export interface Welcome {
  readonly type: 'welcome'
  /** Of the protocol that the authority speaks. */
  readonly version: string
  /** Names this connection's updates; a client that lost it may resume from the last one it saw. */
  readonly session: string
  /** How long the authority believes in this client, and the client in the authority, without a word. */
  readonly leaseMs: number
  /** Whether updates go on from where the client was; if not, a snapshot follows. */
  readonly resumed: boolean
  /** The latest update; who resumes is up to date once it has seen that one. */
  readonly number?: number | undefined
  /** How long the token counts from now; then the connection is ended. Absent where it has no end. */
  readonly tokenMs?: number | undefined
}
const welcome = v.object({
  type: v.literal('welcome'),
  version: text,
  session: text,
  leaseMs: number,
  resumed: v.boolean(),
  number: v.optional(number),
}) satisfies v.GenericSchema<unknown, Welcome>
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

/** What the authority tells a person's client. */
export type ServerMessage =
  | Welcome
  | { readonly type: 'snapshot'; readonly number: number; readonly view: PersonView }
  | { readonly type: 'update'; readonly number: number; readonly change: ViewChange }
  | {
      readonly type: 'reply'
      readonly id: string
      readonly reply:
        | { readonly ok: true }
        | { readonly ok: false; readonly rejection: { readonly code: string; readonly message: string } }
    }
  | { readonly type: 'renewed'; readonly nonce: string; readonly number?: number | undefined }
  | TokenAnswer
  | Refusal

/** Checks what came in from the authority, on the side of a person. */
export const serverMessageSchema: v.GenericSchema<unknown, ServerMessage> = v.variant('type', [
  welcome,
  snapshot,
  update,
  reply,
  renewed,
  tokenAnswer,
  refused,
])
