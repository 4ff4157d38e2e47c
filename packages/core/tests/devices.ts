import type { Command, CommandOf, SentCommand } from '../src/commands.ts'
import { toOwnedId } from '../src/model/owned-id.ts'
import type { Actor, ParticipantKind, Role } from '../src/model/participant.ts'
import { everyPolicy, noticeOf } from './catalogues.ts'

export interface Wish {
  readonly command: Command
  readonly actor: Actor
}

type Change<Type extends SentCommand['type']> = Partial<CommandOf<Type>>
let wishes = 0
/** What every command has: an id of its own. */
export const base = () => {
  wishes += 1
  return { id: `wish-${wishes}` }
}
const pressed = { method: 'button' } as const
const knowsAll = [...everyPolicy.values()].map(({ hash }) => hash)

interface DeviceOptions {
  readonly role?: Role
  readonly kind?: ParticipantKind
  readonly connection?: string
  readonly bridge?: string
  /** What it speaks of where nothing else is said. */
  readonly feature?: string
}

/** One device of one participant, and everything that it may wish for. */
export function device(participant: string, options: DeviceOptions = {}) {
  const { role = 'attendee', kind = 'person', connection = `${participant}-laptop`, bridge } = options
  const { feature: subject = 'summary' } = options
  const actor: Actor = {
    use: 'person',
    participant,
    role,
    kind,
    connection,
    ...(bridge !== undefined && { bridge }),
  }
  const like = (change: DeviceOptions) =>
    device(participant, { ...options, role, kind, connection, feature: subject, ...change })
  const wish = (command: SentCommand): Wish => ({ command, actor })
  /** The time to object, or to answer, that this person was given is over. */
  const lapse =
    (of: 'objection' | 'answer') =>
    (activation = 'run-1'): Wish => ({
      command: { ...base(), type: 'notice.lapse', participant, feature: subject, activation, of },
      actor: { use: 'authority' },
    })
  const run = { feature: subject, activation: 'run-1' }
  return {
    actor,
    participant,
    /** Id of the feature it speaks of. */
    subject,
    on: (other: string) => like({ connection: other }),
    as: (change: { role?: Role; kind?: ParticipantKind }) => like(change),
    /** The same device, speaking of another feature. */
    about: (feature: string) => like({ feature }),
    /** Speaking of one owner's run of a feature that anyone may turn on. */
    aboutThe: (feature: string, owner: string) => like({ feature: toOwnedId(feature, owner) }),
    /** Its key presses are relayed. */
    through: (bridge: string) => like({ bridge }),
    joins: (place: 'lobby' | 'call' = 'call', room?: string) =>
      wish({ ...base(), type: 'participant.join', place, ...(room !== undefined && { room }) }),
    movesTo: (room?: string) =>
      wish({ ...base(), type: 'participant.join', place: 'call', ...(room !== undefined && { room }) }),
    leaves: (instead?: { feature: string; activation: string }) =>
      wish({ ...base(), type: 'participant.leave', instead }),
    leavesInstead: () => wish({ ...base(), type: 'participant.leave', instead: run }),
    showsIndicator: (knows = knowsAll) => wish({ ...base(), type: 'indicator.show', knows }),
    hidesIndicator: () => wish({ ...base(), type: 'indicator.hide' }),
    turnsOn: (change: Change<'feature.enable'> = {}) =>
      wish({
        ...base(),
        type: 'feature.enable',
        ...run,
        ...pressed,
        notice: noticeOf(change.feature ?? subject),
        decision: { answer: 'accept', grants: [], seen: 0 },
        ...change,
      }),
    turnsOff: (change: Change<'feature.disable'> = {}) =>
      wish({ ...base(), type: 'feature.disable', ...run, ...change }),
    bars: () => wish({ ...base(), type: 'feature.bar', feature: subject }),
    allows: () => wish({ ...base(), type: 'feature.allow', feature: subject }),
    asksToTurnOff: (change: Change<'feature.requestOff'> = {}) =>
      wish({ ...base(), type: 'feature.requestOff', ...run, anonymous: false, ...change }),
    asksAgain: (change: Change<'notice.askAgain'> = {}) =>
      wish({ ...base(), type: 'notice.askAgain', ...run, ...change }),
    isShown: (change: Change<'notice.show'> = {}) =>
      wish({
        ...base(),
        type: 'notice.show',
        ...run,
        notice: noticeOf(change.feature ?? subject),
        visibleMs: 2_000,
        ...change,
      }),
    accepts: (change: Change<'consent.accept'> = {}) =>
      wish({
        ...base(),
        type: 'consent.accept',
        ...run,
        ...pressed,
        notice: noticeOf(change.feature ?? subject),
        grants: [],
        seen: 0,
        ...change,
      }),
    declines: (change: Change<'consent.decline'> = {}) =>
      wish({ ...base(), type: 'consent.decline', feature: subject, ...pressed, ...change }),
    withdraws: (change: Change<'consent.withdraw'> = {}) =>
      wish({ ...base(), type: 'consent.withdraw', feature: subject, ...pressed, ...change }),
    defers: (change: Change<'consent.defer'> = {}) =>
      wish({ ...base(), type: 'consent.defer', ...run, ...change }),
    asksToErase: (change: Change<'erasure.request'> = {}) =>
      wish({ ...base(), type: 'erasure.request', feature: subject, ...change }),
    removes: (other: { readonly participant: string }) =>
      wish({ ...base(), type: 'participant.remove', participant: other.participant }),
    makes: (other: { readonly participant: string }, to: Role) =>
      wish({ ...base(), type: 'role.change', participant: other.participant, role: to }),
    /** The device goes away without a word. */
    lapses: (cause: 'closed' | 'silent' = 'closed'): Wish => ({
      command: { ...base(), type: 'participant.lapse', participant, connection, cause },
      actor: { use: 'authority' },
    }),
    hadTimeToObject: lapse('objection'),
    hadTimeToAnswer: lapse('answer'),
    /** Away for longer than a yes lasts. */
    isAwayTooLong: (): Wish => ({
      command: { ...base(), type: 'consent.expire', participant, feature: subject },
      actor: { use: 'authority' },
    }),
    /** In the call, and able to say stop. */
    *arrives(room?: string): Generator<Wish> {
      yield this.joins('call', room)
      yield this.showsIndicator()
    },
    /** Everything it takes to be asked and say yes. */
    *saysYes(change: Change<'consent.accept'> = {}): Generator<Wish> {
      const { activation = 'run-1', feature = subject } = change
      yield this.joins()
      yield this.showsIndicator()
      yield this.isShown({ activation, feature })
      yield this.accepts(change)
    },
  }
}
export type Device = ReturnType<typeof device>
