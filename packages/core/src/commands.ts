import * as v from 'valibot'
import { base, consentDecline, consentWithdraw, count, evidence, id } from './no-commands.ts'

export type { Method } from './no-commands.ts'

// A wish, imperative, that may be rejected. Who wishes is never part of it: the token says so.

const askIds = v.pipe(v.array(id), v.maxLength(32))

const noticeRef = v.object({ revision: count, hash: id, lang: id })
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
  feature: id,
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
  feature: id,
  activation: id,
})
const noticeShow = v.object({
  ...base,
  type: v.literal('notice.show'),
  feature: id,
  activation: id,
  notice: noticeRef,
  visibleMs: count,
})
const consentAccept = v.object({
  ...base,
  ...evidence,
  type: v.literal('consent.accept'),
  feature: id,
  activation: id,
  notice: noticeRef,
  /** Optional asks that were ticked, and no others. */
  grants: askIds,
  seen,
})
const consentDefer = v.object({
  ...base,
  type: v.literal('consent.defer'),
  feature: id,
  activation: id,
})
const participantJoin = v.object({
  ...base,
  type: v.literal('participant.join'),
  place: v.picklist(['lobby', 'call']),
})
const participantLeave = v.object({
  ...base,
  type: v.literal('participant.leave'),
  /** The question that was answered by leaving, if that is why. */
  instead: v.optional(v.object({ feature: id, activation: id })),
})
const indicatorShow = v.object({
  ...base,
  type: v.literal('indicator.show'),
  /** Hashes of the declarations that this page can show: what it cannot show does not capture. */
  knows: v.pipe(v.array(id), v.maxLength(256)),
})
const indicatorHide = v.object({ ...base, type: v.literal('indicator.hide') })
const erasureRequest = v.object({ ...base, type: v.literal('erasure.request'), feature: id })
const erasureAcknowledge = v.object({
  ...base,
  type: v.literal('erasure.acknowledge'),
  feature: id,
  participant: id,
  /** Number of the request that is done. */
  request: count,
})
const participantLapse = v.object({
  ...base,
  type: v.literal('participant.lapse'),
  participant: id,
  connection: id,
  /** The socket or page went away, or nothing was heard for too long. */
  cause: v.picklist(['closed', 'silent']),
})
const hostLapse = v.object({
  ...base,
  type: v.literal('host.lapse'),
  feature: id,
  activation: id,
})
const authorityStart = v.object({ ...base, type: v.literal('authority.start') })

const sentCommand = v.variant('type', [
  featureEnable,
  featureDisable,
  noticeShow,
  consentAccept,
  consentDecline,
  consentWithdraw,
  consentDefer,
  participantJoin,
  participantLeave,
  indicatorShow,
  indicatorHide,
  erasureRequest,
  erasureAcknowledge,
])
/**
 * A wish of a person or a processor, with the id by which it counts once.
 *
 * @useDeclaredType
 */
export type SentCommand = v.InferOutput<typeof sentCommand>

/** Checks what a person or a processor sent. */
export const sentCommandSchema: v.GenericSchema<unknown, SentCommand> = sentCommand

/** What the authority sends itself, so that time and faults act by commands too. */
export type OwnCommand =
  | v.InferOutput<typeof participantLapse>
  | v.InferOutput<typeof hostLapse>
  | v.InferOutput<typeof authorityStart>

/** Every wish there is: sent, or of the authority itself. */
export type Command = SentCommand | OwnCommand
/** The names of commands, imperative. */
export type CommandType = Command['type']
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>

const CLOSING: readonly CommandType[] = [
  'consent.decline',
  'consent.withdraw',
  'participant.leave',
  'participant.lapse',
  'feature.disable',
  'host.lapse',
  'indicator.hide',
]
/** Whether the command may only ever close gates: such a command acts before it is durable. */
export const isClosing = (command: Command): boolean =>
  CLOSING.includes(command.type) || (command.type === 'participant.join' && command.place === 'lobby')
