import type { CommandOf } from '../commands.ts'
import { selectConnection } from '../devices.ts'
import type { RosterEntry } from '../events.ts'
import type { Catalogue } from '../model/catalogue.ts'
import { type ActorOf, isAskable, type Person, toActorName } from '../model/participant.ts'
import { canRemove } from '../rights.ts'
import type { MeetingState } from '../state.ts'
import { accepted, type Decision, rejected } from './decision.ts'
import { ownedOffEvents } from './feature.ts'

// takes: who comes, goes, is put out, is in the call or shows the indicator · gives: the facts, or why not
// never: believes of anybody what neither their token nor whoever runs the call says

/** Comes to the lobby or into the call with one device; role and kind are the token's. */
export function decideJoin(
  state: MeetingState,
  command: CommandOf<'participant.join'>,
  person: Person,
): Decision {
  const { participant, connection, role, kind } = person
  const was = state.participants.get(participant)
  const at = selectConnection(was, connection)
  // A bot may be there beside the person whose token it has: said twice, it is said once.
  const same = at?.place === command.place && at.room === (command.room ?? '') && at.kind === kind
  if (same && was?.role === role) return accepted()
  return accepted({
    type: 'participant.joined',
    participant,
    connection,
    place: command.place,
    room: command.room,
    role,
    kind,
  })
}

/** Leaves with one device, or with every device where leaving is what the person says instead of yes. */
export function decideLeave(
  state: MeetingState,
  command: CommandOf<'participant.leave'>,
  person: Person,
): Decision {
  const { participant, connection } = person
  const was = state.participants.get(participant)
  const asked = command.instead && state.features.get(command.instead.feature)
  const isAnswer =
    asked?.activation !== undefined &&
    asked.activation.id === command.instead?.activation &&
    asked.entry.feature.policy.decline === 'leave'
  const isHere = selectConnection(was, connection) !== undefined
  if (was === undefined || (!isHere && was.gone === 'left')) return accepted()
  // Who turned something on for everybody and is left in the lobby alone has left what they turned on.
  const isLast =
    isAnswer || !was.connections.some((one) => one.connection !== connection && one.place === 'call')
  const instead = isAnswer ? command.instead : undefined
  const left = { type: 'participant.left', participant, connection, instead } as const
  return isLast ? accepted(left, ...ownedOffEvents(state, participant)) : accepted(left)
}

/** Puts somebody out of the call, with every device and every token they have: hosts may, and the app. */
export function decideRemove(
  state: MeetingState,
  { participant }: CommandOf<'participant.remove'>,
  actor: Person | ActorOf<'app'>,
): Decision {
  if (!canRemove(state, actor, participant)) return rejected('not-allowed')
  if (!state.participants.has(participant)) return rejected('unknown-participant')
  return accepted({ type: 'participant.removed', participant }, ...ownedOffEvents(state, participant))
}

/** Gives somebody another role: the host may, and the app; who holds an older token needs a new one. */
export function decideRole(
  state: MeetingState,
  { participant, role }: CommandOf<'role.change'>,
  actor: Person | ActorOf<'app'>,
): Decision {
  if (actor.use === 'person' && actor.role !== 'host') return rejected('not-allowed')
  const was = state.participants.get(participant)
  if (was === undefined) return rejected('unknown-participant')
  return was.role === role ? accepted() : accepted({ type: 'role.changed', participant, role })
}

/**
 * Names are remembered for as long as the meeting is: one worker's token must not fill the memory and the ledger with
 * them. Several times as many as a meeting has people.
 */
export const MOST_NAMED_BY_WORKERS = 50_000

/**
 * Who is in the call, whole, as whoever runs the call says: only what changed becomes a fact. Whoever reports
 * beside the app, or beside the worker that was first, adds people and takes none away. No worker makes a bot of
 * somebody who is in the call as a person: nobody would wait for their answer any more.
 */
export function decideRoster(
  state: MeetingState,
  { participants }: CommandOf<'roster.report'>,
  actor: ActorOf<'app' | 'gate'>,
): Decision {
  const isApp = actor.use === 'app'
  if (!isApp && state.rosteredBy === '' && !mayBeFirst(state, actor.features)) return rejected('no-roster')
  const now = new Map<string, RosterEntry>()
  for (const { participant, kind } of participants) now.set(participant, { participant, kind })
  const joined = [...now.values()].filter(({ participant, kind }) => {
    const known = state.roster.get(participant)
    if (known === kind) return false
    return isApp || known === undefined || known === 'left' || !isAskable(known)
  })
  const isNew = ({ participant }: RosterEntry): boolean => !state.roster.has(participant)
  const isFull = state.roster.size + joined.filter(isNew).length > MOST_NAMED_BY_WORKERS
  if (!isApp && isFull && joined.some(isNew)) return rejected('roster-full')
  const isWhole = isApp || state.rosteredBy === '' || state.rosteredBy === toActorName(actor)
  const left = isWhole ? absentFrom(now, state) : []
  if (state.rostered && joined.length === 0 && left.length === 0) return accepted()
  return accepted({ type: 'roster.reported', joined, left })
}

/** What waits for everybody goes by the app's word, or by that of a worker it is for: no other one's is the whole. */
function mayBeFirst({ catalogue }: MeetingState, features: readonly string[]): boolean {
  const forAll = [...catalogue].filter(([, { feature }]) => feature.policy.start === 'all')
  return forAll.length === 0 || forAll.some(([id]) => features.includes(id))
}

function absentFrom(now: ReadonlyMap<string, RosterEntry>, { roster }: MeetingState): readonly string[] {
  const left: string[] = []
  for (const [participant, kind] of roster) {
    if (kind !== 'left' && !now.has(participant)) left.push(participant)
  }
  return left
}

/** A device shows the indicator, or no longer does: only while it does can its person say stop. */
export function decideIndicator(
  state: MeetingState,
  command: CommandOf<'indicator.show' | 'indicator.hide'>,
  { participant, connection }: Person,
): Decision {
  const was = selectConnection(state.participants.get(participant), connection)
  if (command.type === 'indicator.hide') {
    if (was === undefined || was.indicator === 'hidden') return accepted()
    return accepted({ type: 'indicator.hidden', participant, connection })
  }
  if (was === undefined) return rejected('not-present')
  const all = hashesOf(state.catalogue)
  // What is no declaration of here says nothing, and is not kept.
  const isKnown = (hash: string): boolean => command.knows.includes(hash)
  const knows = all.every(isKnown) ? all : all.filter(isKnown)
  const isSame = was.knows.length === knows.length && knows.every((hash) => was.knows.includes(hash))
  if (was.indicator === 'shown' && isSame) return accepted()
  return accepted({ type: 'indicator.shown', participant, connection, knows })
}

/** One list for all whose page can show everything, which is nearly everybody. */
const ALL_HASHES = new WeakMap<Catalogue, readonly string[]>()
function hashesOf(catalogue: Catalogue): readonly string[] {
  const known = ALL_HASHES.get(catalogue)
  if (known !== undefined) return known
  const all = [...catalogue.values()].map(({ hash }) => hash)
  ALL_HASHES.set(catalogue, all)
  return all
}

/** A device is gone without a word: the authority says so itself. */
export function decideLapse(state: MeetingState, command: CommandOf<'participant.lapse'>): Decision {
  const { participant, connection, cause } = command
  const isHere = selectConnection(state.participants.get(participant), connection) !== undefined
  return isHere ? accepted({ type: 'participant.lapsed', participant, connection, cause }) : accepted()
}
