import * as v from 'valibot'
import { RESERVED_NAME } from './model/participant.ts'

// gives: the type of every wish, which may be rejected

// A wish, imperative, that may be rejected. Who wishes is never part of it: the token says so.

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
/** A declared feature, or one owner's run of it: `<feature>@<participant>`. */
const featureId = v.pipe(v.string(), v.minLength(1), v.maxLength(193))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const METHODS_OF_YES = ['button', 'key', 'dtmf', 'api', 'lobby'] as const
/** A no may also be a standing one. */
const METHODS = [...METHODS_OF_YES, 'standing'] as const
/**
 * How an answer was given, for the record. `link`: by the link that the person has of their own, which the server says
 * itself and no message can.
 *
 * @useDeclaredType
 */
export type Method = (typeof METHODS)[number] | 'link'
/** As a message may say it. */
const methodOfNo: v.GenericSchema<unknown, Method> = v.picklist(METHODS)

const base = { id, clientAt: v.optional(v.number()) }
const evidence = {
  /** There is no standing yes. */
  method: v.picklist(METHODS_OF_YES),
  /** How long the control could be pressed, and the notice be seen, before the answer. */
  armedMs: v.optional(count),
  visibleMs: v.optional(count),
}
/** How a no was given must never cost it its validity: what is not understood is left out. */
const evidenceOfNo = {
  method: v.fallback(methodOfNo, 'api'),
  armedMs: v.fallback(v.optional(count), undefined),
  visibleMs: v.fallback(v.optional(count), undefined),
}

/**
 * As a token may name somebody: a ledger has to give each name back letter for letter, and line breaks would let one
 * pass for another. Half of a surrogate pair is no letter, and not every ledger keeps NUL. Without flags, since it is
 * in the protocol's documents too.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it keeps out
const LETTERS = /(?:[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])+/
const personId = v.pipe(id, v.regex(new RegExp(`^${LETTERS.source}$`)))
/** Who can be somebody: a call may have anything in its roster, and a processor may confirm of whom nobody can name. */
const memberId = v.pipe(id, v.regex(new RegExp(`^(?!${RESERVED_NAME.source})${LETTERS.source}$`)))

const askIds = v.pipe(v.array(id), v.maxLength(32))

/** BCP 47, or an app's own way of writing it: it stands in logs and exports as it is. */
const language = v.pipe(id, v.regex(/^[A-Za-z0-9_-]+$/))

const noticeRef = v.object({ revision: count, hash: id, lang: language })
/**
 * The question as it was shown: what an accept answers.
 *
 * @useDeclaredType
 */
export type NoticeRef = v.InferOutput<typeof noticeRef>

/** Number of the person's latest decision on this feature that the sender has seen. */
const seen = count

const featureEnable = v.object({
  ...base,
  ...evidence,
  type: v.literal('feature.enable'),
  feature: featureId,
  /** Made by the client that previewed it. */
  activation: id,
  notice: noticeRef,
  /** The own decision of who turns it on: optional asks granted, or left out. */
  decision: v.variant('answer', [
    v.object({ answer: v.literal('accept'), grants: askIds, seen }),
    v.object({ answer: v.literal('decline') }),
  ]),
})
const featureDisable = v.object({
  ...base,
  type: v.literal('feature.disable'),
  feature: featureId,
  activation: id,
})
/** Nobody may turn on a run of their own of this feature; `feature.allow` ends it. */
const featureBar = v.object({ ...base, type: v.literal('feature.bar'), feature: id })
const featureAllow = v.object({ ...base, type: v.literal('feature.allow'), feature: id })
const featureRequestOff = v.object({
  ...base,
  type: v.literal('feature.requestOff'),
  feature: featureId,
  activation: id,
  /** Stored without its author and delivered after 5 to 30 s. */
  anonymous: v.boolean(),
})
const noticeAskAgain = v.object({
  ...base,
  type: v.literal('notice.askAgain'),
  feature: featureId,
  activation: id,
})
const noticeShow = v.object({
  ...base,
  type: v.literal('notice.show'),
  feature: featureId,
  activation: id,
  notice: noticeRef,
  visibleMs: count,
})
const consentAccept = v.object({
  ...base,
  ...evidence,
  type: v.literal('consent.accept'),
  feature: featureId,
  activation: id,
  notice: noticeRef,
  /** Optional asks that were ticked, and no others. */
  grants: askIds,
  seen,
})
const consentDecline = v.object({
  ...base,
  ...evidenceOfNo,
  type: v.literal('consent.decline'),
  feature: featureId,
})
const consentWithdraw = v.object({
  ...base,
  ...evidenceOfNo,
  type: v.literal('consent.withdraw'),
  feature: featureId,
  /** Only these optional asks; absent: the whole yes. */
  asks: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(32))),
})
const consentDefer = v.object({
  ...base,
  type: v.literal('consent.defer'),
  feature: featureId,
  activation: id,
})
const participantJoin = v.object({
  ...base,
  type: v.literal('participant.join'),
  place: v.picklist(['lobby', 'call']),
  /** The breakout room. @default the main one */
  room: v.optional(id),
})
const participantLeave = v.object({
  ...base,
  type: v.literal('participant.leave'),
  /** The question that was answered by leaving, if that is why. */
  instead: v.optional(v.object({ feature: featureId, activation: id })),
})
const indicatorShow = v.object({
  ...base,
  type: v.literal('indicator.show'),
  /** Hashes of the declarations that this page can show: what it cannot show does not capture. */
  knows: v.pipe(v.array(id), v.maxLength(256)),
})
const indicatorHide = v.object({ ...base, type: v.literal('indicator.hide') })
const erasureRequest = v.object({ ...base, type: v.literal('erasure.request'), feature: featureId })
const erasureAcknowledge = v.object({
  ...base,
  type: v.literal('erasure.acknowledge'),
  feature: featureId,
  participant: personId,
  /** Number of the request that is done. */
  request: count,
})
const participantRemove = v.object({ ...base, type: v.literal('participant.remove'), participant: memberId })
const roleChange = v.object({
  ...base,
  type: v.literal('role.change'),
  participant: memberId,
  role: v.picklist(['host', 'cohost', 'attendee']),
})
const rosterReport = v.object({
  ...base,
  type: v.literal('roster.report'),
  /** Everybody in the call now, whole: who is not named is not there. */
  participants: v.pipe(
    v.array(
      v.object({
        participant: personId,
        kind: v.optional(v.picklist(['person', 'room', 'phone', 'agent', 'recorder']), 'person'),
      }),
    ),
    v.maxLength(200_000),
  ),
})
const enforcementReport = v.object({
  ...base,
  type: v.literal('enforcement.report'),
  feature: featureId,
  /** Of the allow-list it speaks of. */
  term: count,
  epoch: count,
  outcome: v.picklist(['confirmed', 'failed']),
  /** Participants it cannot keep out, or let in alone: anybody here is a failure. */
  uncovered: v.pipe(v.array(personId), v.maxLength(200_000)),
  why: v.optional(v.pipe(v.string(), v.maxLength(512))),
})
const SENT = [
  featureEnable,
  featureDisable,
  featureBar,
  featureAllow,
  featureRequestOff,
  noticeShow,
  noticeAskAgain,
  consentAccept,
  consentDecline,
  consentWithdraw,
  consentDefer,
  participantJoin,
  participantLeave,
  participantRemove,
  roleChange,
  rosterReport,
  enforcementReport,
  indicatorShow,
  indicatorHide,
  erasureRequest,
  erasureAcknowledge,
] as const
const sentCommand = v.variant('type', SENT)
/**
 * A wish of a person, a worker, a processor or the app: `type` says which, and what else is in it.
 *
 * `id`: at most 128 characters, by which it counts once for who sends it. `clientAt`: the sender's wall clock,
 * milliseconds since 1970, if it says so.
 *
 * @useDeclaredType
 */
export type SentCommand = v.InferOutput<typeof sentCommand>

/** Checks what a person or a processor sent. */
export const sentCommandSchema: v.GenericSchema<unknown, SentCommand> = sentCommand

const BY_TYPE: ReadonlyMap<unknown, v.GenericSchema<unknown, SentCommand>> = new Map(
  SENT.map((schema) => [schema.entries.type.literal, schema]),
)
/** What checks a command: the part for its type, which among all of them is only found by trying one after the other. */
export const sentSchemaFor = (input: unknown): v.GenericSchema<unknown, SentCommand> =>
  BY_TYPE.get(Object(input).type) ?? sentCommandSchema

/** What the authority sends itself, so that time and faults act by commands too. */
export type OwnCommand = { readonly id: string; readonly clientAt?: undefined } & (
  | {
      readonly type: 'participant.lapse'
      readonly participant: string
      readonly connection: string
      /** The socket or page went away, or nothing was heard for too long. */
      readonly cause: 'closed' | 'silent'
    }
  | { readonly type: 'host.lapse'; readonly feature: string; readonly activation: string }
  | {
      readonly type: 'notice.lapse'
      readonly feature: string
      readonly participant: string
      readonly activation: string
      /** The time to object that the notice gave is over, or the time to answer. */
      readonly of: 'objection' | 'answer'
    }
  | { readonly type: 'consent.expire'; readonly feature: string; readonly participant: string }
  | {
      readonly type: 'enforcement.lapse'
      readonly feature: string
      readonly enforcer: string
      /** Of the allow-list that nothing was heard of. */
      readonly term: number
      readonly epoch: number
      /** Nothing will be heard any more: it is not waited for. */
      readonly isLast?: boolean
    }
  | { readonly type: 'authority.start' }
)

/** Every wish there is: sent, or of the authority itself. */
export type Command = SentCommand | OwnCommand
/** The names of commands, imperative. */
export type CommandType = Command['type']
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>

/** A command as it is wished for, before it has an id and a time. */
export type Unsent<C extends Command> = C extends Command ? Omit<C, 'id' | 'clientAt'> : never

const CLOSING: readonly CommandType[] = [
  'consent.decline',
  'consent.withdraw',
  'participant.leave',
  'participant.lapse',
  'participant.remove',
  'feature.disable',
  'feature.bar',
  'host.lapse',
  'consent.expire',
  'enforcement.lapse',
  'indicator.hide',
]
/** Whether the command may only ever close gates: such a command acts before it is durable. */
export const isClosing = (command: Command): boolean =>
  CLOSING.includes(command.type) ||
  (command.type === 'participant.join' && command.place === 'lobby') ||
  (command.type === 'enforcement.report' && isFailure(command))

/** Whether an enforcer's report says that somebody is not covered. */
export const isFailure = ({ outcome, uncovered }: CommandOf<'enforcement.report'>): boolean =>
  outcome === 'failed' || uncovered.length > 0
