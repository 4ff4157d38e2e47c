import { selectConcerned } from '../concerned.ts'
import { withConnections } from '../devices.ts'
import { gateOfOne, selectOwnAsks } from '../gate-rule.ts'
import { toDeclaredId, toOwner } from '../model/owned-id.ts'
import type { AllowChange, AllowList } from '../protocol/gate-messages.ts'
import type { MeetingState, ParticipantState } from '../state.ts'
import { type Closing, toEveryRun } from './closing.ts'
import type { Touched } from './touched.ts'

// takes: committed facts, and closes that are not committed yet · gives: the allow-list of each feature
// never: opens on anything but a committed fact, or waits for a commit to close

export interface GateBook {
  /**
   * Reads the gates that events may have changed from the committed state; says whose did.
   *
   * @param changed features that may be closed or opened for everybody by it
   */
  refresh(state: MeetingState, touched: readonly Touched[], changed: Iterable<string>): GateNews
  /** Closes at once what a wish not yet committed would close, until `release`; says whose gates that changed. */
  hold(wish: object, state: MeetingState, closes: readonly Closing[]): GateNews
  /** Ends a hold; says whose gates that changed. */
  release(wish: object, state: MeetingState): GateNews
  /** Whether that wish keeps anything closed. */
  isHolding(wish: object): boolean
  /** Closes everybody's gates for good: this book is not the meeting's any more. */
  closeAll(): void
  list(feature: string): AllowList
  /** Whose gates of the feature are open, unless it is closed for everybody. */
  people(feature: string): Iterable<string>
  /** Of the latest list of the feature, and of the first of its run. */
  epochs(feature: string): { readonly epoch: number; readonly since: number }
  permits(participant: string, feature: string, ask: string): boolean
  /** Whether any gate of the participant is open, unless the feature is closed for everybody. */
  has(participant: string, feature: string): boolean
  /** How many gates are open; a look at everybody who has one. */
  count(): number
}

/** What changed: whose own gates, and the features that were closed or opened for everybody. */
export interface GateNews {
  readonly own: readonly Touched[]
  readonly whole: Iterable<string>
}
const NO_NEWS: GateNews = { own: [], whole: [] }

/** What became of a feature's list; without `allow`, all of it is another one. */
export type ListChange = Omit<AllowChange, 'allow'> & {
  readonly allow?: AllowChange['allow']
  /** It is the first of a run, or of none: whose gates were open until then. */
  readonly ended?: ReadonlySet<string>
}

export function createGateBook(term: number, onChange: (changes: readonly ListChange[]) => void): GateBook {
  /** As far as it is each person's own: what closes a feature for everybody is a word beside it, not a loop. */
  const allowed = new Map<string, Map<string, readonly string[]>>()
  const closedForAll = new Set<string>()
  const activations = new Map<string, string | null>()
  const epochs = new Map<string, number>()
  const since = new Map<string, number>()
  /** By the wish itself: its id may be another's too. */
  const held = new Map<object, readonly Closing[]>()
  /** How many wishes hold a gate closed, so that a check costs the same however many there are. */
  const holds = new Map<string, number>()
  let heldDevices = 0
  let isOver = false

  /** Most of the time nothing is held, and no key is made. */
  const holdsAny = (close: Closing): boolean => holds.size > 0 && holds.has(toKey(close))
  const isClosed = (feature: string): boolean =>
    isOver || closedForAll.has(feature) || isAnyHeld((of) => ({ feature: of }), feature)
  const isHeld = (feature: string, participant: string): boolean =>
    isAnyHeld((of) => ({ feature: of, participant }), feature) || holdsAny({ participant })
  /** Of a feature, or of every owner's run of it. */
  const isAnyHeld = (close: (feature: string) => Closing, feature: string): boolean => {
    if (holds.size === 0) return false
    if (holds.has(toKey(close(feature)))) return true
    return toOwner(feature) !== undefined && holds.has(toKey(close(toEveryRun(toDeclaredId(feature)))))
  }
  const isAskHeld = (feature: string, participant: string, ask: string): boolean =>
    holdsAny({ feature, participant, ask })
  /** The participant as if the devices that are on their way out were gone already. */
  const withoutHeld = (person: ParticipantState | undefined): ParticipantState | undefined => {
    if (person === undefined || heldDevices === 0) return person
    const { participant } = person
    const left = person.connections.filter(({ connection }) => !holds.has(toKey({ participant, connection })))
    return left.length === person.connections.length ? person : withConnections(person, left, person.gone)
  }
  const countHold = (close: Closing, by: 1 | -1): void => {
    const key = toKey(close)
    if (close.feature === undefined && close.connection !== undefined) heldDevices += by
    const count = (holds.get(key) ?? 0) + by
    if (count > 0) holds.set(key, count)
    else holds.delete(key)
  }

  /** Sets one gate; says whether that changed it. */
  const setOne = (state: MeetingState, feature: string, participant: string): boolean => {
    const now = state.features.get(feature)
    if (now === undefined || isOver) return false
    const person = state.participants.get(participant)
    const rest = withoutHeld(person)
    // A device on its way out takes its indicator along, and no reason that keeps the gate closed until it is gone.
    const isLeft = (ask: string): boolean => rest === person || gateOfOne(person, now, ask).open
    const asks = isHeld(feature, participant)
      ? []
      : selectOwnAsks(rest, now).filter((ask) => !isAskHeld(feature, participant, ask) && isLeft(ask))
    const list = allowed.get(feature) ?? new Map<string, readonly string[]>()
    allowed.set(feature, list)
    const was = list.get(participant) ?? []
    if (asks.length > 0) list.set(participant, asks)
    else list.delete(participant)
    return was.length !== asks.length || was.some((ask, at) => ask !== asks[at])
  }

  /** Sets everybody's gates of a feature; gives whose changed. */
  const setAll = (state: MeetingState, feature: string): readonly string[] => {
    const now = state.features.get(feature)
    const activation = now?.activation?.id ?? null
    const policy = now?.entry.feature.policy
    // Whoever says yes to a run that has just begun is touched by that: nobody else's yes is of it.
    const isBegun = activations.has(feature) && activations.get(feature) !== activation
    const isOfRun = isBegun && policy?.basis === 'consent' && policy.lasts === 'activation'
    // Off closes whoever is in the list; on opens nobody who has not agreed to that run or to the meeting.
    const people =
      activation === null || isOfRun
        ? [...(allowed.get(feature)?.keys() ?? [])]
        : [...state.participants.keys()]
    return people.filter((participant) => setOne(state, feature, participant))
  }

  /** Sets the gates that may have changed; says whose did. */
  const set = (state: MeetingState, touched: readonly Touched[], closed: Iterable<string>): GateNews => {
    const own: Touched[] = []
    const lists = new Map<string, Set<string> | 'all'>()
    const ended = new Map<string, Set<string>>()
    for (const feature of closed) lists.set(feature, 'all')
    for (const one of touched) {
      const { participant } = one
      for (const id of idsOf(state, one)) {
        const people =
          participant === undefined
            ? setAll(state, id)
            : [participant].filter((one) => setOne(state, id, one))
        if (participant !== undefined && people.length > 0) own.push({ participant, feature: id })
        const activation = state.features.get(id)?.activation?.id ?? null
        const known = lists.get(id) ?? new Set<string>()
        if (activations.get(id) !== activation) {
          lists.set(id, 'all')
          since.set(id, (epochs.get(id) ?? 0) + 1)
          if (activations.get(id)) ended.set(id, new Set(allowed.get(id)?.keys()))
        }
        // While it is closed for everybody, what one of them answers changes nothing that is let through.
        else if (people.length > 0 && known !== 'all' && !isClosed(id)) {
          lists.set(id, participant === undefined ? 'all' : known.add(participant))
        }
        activations.set(id, activation)
        const left = ended.get(id)
        if (left !== undefined) for (const one of people) left.add(one)
      }
    }
    tell(lists, ended)
    return { own, whole: closed }
  }
  const asksOf = (feature: string, participant: string) => ({
    participant,
    asks: [...(allowed.get(feature)?.get(participant) ?? [])],
  })
  const tell = (
    features: ReadonlyMap<string, ReadonlySet<string> | 'all'>,
    ended?: ReadonlyMap<string, ReadonlySet<string>>,
  ): void => {
    if (features.size === 0) return
    const changes = [...features].map(([feature, people]): ListChange => {
      const epoch = (epochs.get(feature) ?? 0) + 1
      epochs.set(feature, epoch)
      const left = ended?.get(feature)
      const change = { feature, term, epoch, ...(left !== undefined && { ended: left }) }
      return people === 'all' ? change : { ...change, allow: [...people].map((one) => asksOf(feature, one)) }
    })
    onChange(changes)
  }
  /** Does what may close or open features for everybody; gives those it did. */
  const closing = (features: Iterable<string>, act: () => void): Set<string> => {
    const was = new Map([...features].map((id) => [id, isClosed(id)]))
    act()
    const isNew = (id: string): boolean => was.get(id) !== isClosed(id) && (allowed.get(id)?.size ?? 0) > 0
    return new Set([...was.keys()].filter(isNew))
  }
  const wholes = (state: MeetingState, closes: readonly Closing[]): string[] =>
    closes.flatMap((close) => (isWhole(close) ? runsOf(state, close.feature) : []))
  const parts = (closes: readonly Closing[]): readonly Closing[] => closes.filter((close) => !isWhole(close))

  return {
    refresh(state, touched, changed) {
      /** Closed for another reason than before, or no longer by a word of the state: people are told why. */
      const turned = new Set<string>()
      const closed = closing(changed, () => {
        for (const id of changed) {
          const isShut = state.features.get(id)?.closedForAll !== undefined
          if (isShut !== closedForAll.has(id) && (allowed.get(id)?.size ?? 0) > 0) turned.add(id)
          if (isShut) closedForAll.add(id)
          else closedForAll.delete(id)
        }
      })
      const { own } = set(state, touched, closed)
      return { own, whole: new Set([...closed, ...turned]) }
    },
    hold(wish, state, closes) {
      if (held.has(wish)) return NO_NEWS
      held.set(wish, closes)
      const closed = closing(wholes(state, closes), () => {
        for (const close of closes) countHold(close, 1)
      })
      return set(state, parts(closes), closed)
    },
    release(wish, state) {
      const closes = held.get(wish)
      if (closes === undefined) return NO_NEWS
      held.delete(wish)
      const opened = closing(wholes(state, closes), () => {
        for (const close of closes) countHold(close, -1)
      })
      return set(state, parts(closes), opened)
    },
    isHolding: (wish) => held.has(wish),
    closeAll() {
      isOver = true
      tell(new Map([...allowed.keys()].map((feature) => [feature, 'all'])))
    },
    list(feature) {
      const people = isClosed(feature) ? [] : [...(allowed.get(feature)?.keys() ?? [])]
      return {
        feature,
        activation: activations.get(feature) ?? null,
        term,
        epoch: epochs.get(feature) ?? 0,
        allow: people.map((one) => asksOf(feature, one)),
      }
    },
    people: (feature) => allowed.get(feature)?.keys() ?? [],
    epochs: (feature) => ({ epoch: epochs.get(feature) ?? 0, since: since.get(feature) ?? 0 }),
    permits: (participant, feature, ask) =>
      !isClosed(feature) && (allowed.get(feature)?.get(participant)?.includes(ask) ?? false),
    has: (participant, feature) => allowed.get(feature)?.has(participant) === true,
    count() {
      let count = 0
      for (const [feature, people] of allowed) {
        if (!isClosed(feature)) for (const asks of people.values()) count += asks.length
      }
      return count
    },
  }
}

/** The features that something is about: of one participant, those they have a part in. */
function idsOf(state: MeetingState, { participant, feature }: Touched): Iterable<string> {
  if (participant === undefined) return feature === undefined ? state.features.keys() : [feature]
  if (feature === undefined) return selectConcerned(state, participant)
  if (toOwner(feature) !== '') return [feature]
  const declared = toDeclaredId(feature)
  return selectConcerned(state, participant).filter((id) => toDeclaredId(id) === declared)
}

/** What hosts bar is every owner's run there is, and every one that is on its way. */
const runsOf = (state: MeetingState, feature: string): readonly string[] =>
  toOwner(feature) === ''
    ? [...state.features.keys()].filter((id) => toEveryRun(toDeclaredId(id)) === feature)
    : [feature]

const isWhole = (close: Closing): close is { readonly feature: string } =>
  close.feature !== undefined && close.participant === undefined

/** With its length: no two names are another two. */
const toPart = (name: string | undefined): string => (name === undefined ? '-' : `${name.length}:${name}`)
const toKey = (close: Closing): string =>
  close.feature === undefined
    ? `of ${toPart(close.participant)}${toPart(close.connection)}`
    : `${toPart(close.feature)}${toPart(close.participant)}${toPart(close.ask)}`
