import type { Authority, Command, MeetingEvent } from '@askfirst/core/authority'
import type { Say } from '../explore/invariants.ts'
import { type Declared, isInCall } from '../explore/rules.ts'
import { type Someone, type Truth, wordOf } from '../explore/truth.ts'

type Dispatch = Authority['dispatch']
type Actor = Parameters<Dispatch>[1]

// takes: what reaches one authority · gives: what it has to hold closed though nothing of it is written yet
// never: asks the authority what it holds closed

export interface Unwritten {
  clear(): void
  watch(dispatch: Dispatch): Dispatch
  /** Whether somebody has stopped it. */
  isStopped(truth: Truth, name: string, feature: string, ask: string): boolean
  /** The truth without the devices that are on their way out. */
  without(truth: Truth): Truth
}

/** Stops that have arrived and are not answered, and what is wrong with how they were. */
export function createUnwritten(
  events: readonly MeetingEvent[],
  truth: () => Truth,
  declared: ReadonlyMap<string, Declared>,
  judge: { onSeen(command: string, seen: number): void; onUnknown(command: string): void },
  say: Say,
): Unwritten {
  const stops = new Set<{ readonly command: Command; readonly actor: Actor }>()
  /** How many events there were when a command first came: sent again, it says nothing new. */
  const cameAt = new Map<string, number>()

  /** What was acknowledged is in the ledger: a yes as itself, a no at least in effect. */
  function lieOf(command: Command, actor: Actor, eventsBefore: number): string | undefined {
    if (actor.use !== 'person') return undefined
    const isYes = command.type === 'consent.accept' || command.type === 'feature.enable'
    const isNo =
      command.type === 'consent.decline' ||
      (command.type === 'consent.withdraw' && command.asks === undefined)
    if (!isYes && !isNo) return undefined
    if (events.some((event) => event.command === command.id)) return undefined
    if (isYes) return `a yes was acknowledged and is not in the ledger (${command.id})`
    const { participant } = actor
    const isLaterYes = events
      .slice(eventsBefore)
      .some((event) => event.type === 'consent.accepted' && event.participant === participant)
    const { yes, no } = wordOf(truth(), participant, command.feature)
    const isNeeded = declared.get(command.feature)?.feature.policy.basis !== 'consent'
    const isInEffect = yes === undefined && (!isNeeded || no !== false)
    return isInEffect || isLaterYes
      ? undefined
      : `a no was acknowledged and is not in the ledger (${command.id})`
  }

  /** Whoever was put out, or given another role, and is not back: by that token a no of theirs is their own. */
  const isOut = (at: Truth, { participant, issuedAt }: Extract<Actor, { use: 'person' }>): boolean =>
    !isInCall(at.people[participant]) &&
    events.some(
      (event) =>
        (event.type === 'participant.removed' || event.type === 'role.changed') &&
        event.participant === participant &&
        (issuedAt === undefined || issuedAt <= event.at),
    )

  return {
    clear: () => stops.clear(),
    watch: (dispatch) => (command, actor) => {
      const stop = { command, actor }
      const eventsBefore = cameAt.get(command.id) ?? events.length
      cameAt.set(command.id, eventsBefore)
      stops.add(stop)
      if (command.type === 'consent.accept') judge.onSeen(command.id, command.seen)
      if (command.type === 'feature.requestOff' && actor.use === 'person') judge.onUnknown(command.id)
      const reply = dispatch(command, actor)
      void reply.then(({ ok }) => {
        stops.delete(stop)
        const lie = ok ? lieOf(command, actor, eventsBefore) : undefined
        if (lie !== undefined) say(13, lie)
      })
      return reply
    },
    isStopped(at, name, feature, ask) {
      const entry = declared.get(feature)
      const policy = entry?.feature.policy
      const isForAll = policy?.start === 'all'
      for (const { command, actor } of stops) {
        const isApp = actor.use === 'app'
        if (isApp && command.type === 'roster.report' && isForAll) {
          if (command.participants.some((one) => at.people[one.participant] === undefined)) return true
        }
        if (isApp && command.type === 'participant.remove' && command.participant === name) return true
        if (actor.use !== 'person') continue
        const isHost = actor.role !== 'attendee'
        if (isHost && command.type === 'feature.disable' && command.activation === at.running[feature]?.run) {
          return true
        }
        if (command.type === 'participant.remove' && command.participant === name) {
          const isAllowed = actor.role === 'host' || (isHost && at.people[name]?.role !== 'host')
          if (isAllowed) return true
        }
        const isNo =
          command.type === 'consent.decline' ||
          (command.type === 'consent.withdraw' && command.asks === undefined)
        const isOfAll = isForAll || policy?.decline === 'stop'
        if (isNo && isOfAll && command.feature === feature && !isOut(at, actor)) return true
        // Whoever comes has not agreed.
        const comes = command.type === 'participant.join' && command.place === 'call'
        if (comes && isForAll && !isInCall(at.people[actor.participant])) return true
        // A page that can no longer speak of it.
        const isBlind = command.type === 'indicator.show' && !command.knows.includes(entry?.hash ?? '')
        if (isBlind && isForAll) return true
        if (actor.participant !== name) continue
        const isOptional = entry?.optional.includes(ask) === true
        if (isBlind || (isOptional && isLeftOut(command, at, name, feature, ask))) return true
        if (comes && policy?.scope === 'room' && isElsewhere(at.people[name], actor.connection, command)) {
          return true
        }
        if (command.type === 'consent.decline' && command.feature === feature) return true
        if (command.type !== 'consent.withdraw' || command.feature !== feature) continue
        if (command.asks === undefined || command.asks.includes(ask)) return true
      }
      return false
    },
    without(at) {
      const people: Record<string, Someone> = { ...at.people }
      for (const { command, actor } of stops) {
        const gone = goneBy(command, actor)
        const one = gone && people[gone.participant]
        if (gone === undefined || one === undefined) continue
        const { [gone.connection]: _, ...devices } = one.devices
        people[gone.participant] = { ...one, devices }
      }
      return { ...at, people }
    },
  }
}

/** Whether a yes that is not too late already leaves out an optional ask that the one before had. */
function isLeftOut(command: Command, at: Truth, name: string, feature: string, ask: string): boolean {
  if (command.type !== 'consent.accept' || command.feature !== feature) return false
  const { yes, decisions } = wordOf(at, name, feature)
  const isLate = decisions > command.seen
  return !isLate && yes?.grants.includes(ask) === true && !command.grants.includes(ask)
}

/** Whether a device goes from one room of the call to another. */
function isElsewhere(
  one: Someone | undefined,
  connection: string,
  { room = '' }: { room?: string | undefined },
): boolean {
  const device = one?.devices[connection]
  return device !== undefined && device.place === 'call' && device.room !== room
}

function goneBy(command: Command, actor: Actor) {
  if (command.type === 'participant.lapse') return command
  if (actor.use !== 'person') return undefined
  const isGone =
    command.type === 'participant.leave' ||
    command.type === 'indicator.hide' ||
    (command.type === 'participant.join' && command.place === 'lobby')
  return isGone ? actor : undefined
}
