import { selectConcerned } from '../concerned.ts'
import type { MeetingEvent } from '../events.ts'
import { toOwner } from '../model/owned-id.ts'
import { isHosting } from '../model/participant.ts'
import type { Clock, Undo } from '../ports.ts'
import { type Lists, type Looker, type Projections, project } from '../project/lookers.ts'
import { type Beside, projectCompany } from '../project.ts'
import type { ServerMessage } from '../protocol/server-messages.ts'
import { type MeetingState, selectFeature } from '../state.ts'
import type { AttachedViewer, AttachOptions } from './authority-types.ts'
import type { GateBook, GateNews } from './gate-book.ts'
import { type Inside, Listener, type PersonSession } from './listener.ts'
import { createOthers } from './others.ts'
import type { Running } from './running.ts'
import { createSession, type Session, setDue } from './session.ts'
import { createSlices, SLICE } from './slices.ts'
import { createStages } from './stages.ts'
import { createTallies } from './tallies.ts'
import { createTelling } from './telling.ts'
import type { Touched } from './touched.ts'

// takes: committed changes · gives: each person's client what changed in its own view, numbered
// never: sends one person's answer to another, or lets whom it concerns wait for the crowd

const KEPT_MS = 60_000
const TALLY_MS = 100
/** How often the crowd is told of what changes nothing of their own. */
const CROWD_MS = 100

export interface AudienceOptions {
  readonly clock: Clock
  readonly ids: () => string
  readonly state: MeetingState
  /** What is on. */
  readonly running: Running
  /** What the gates let through now. */
  readonly book: Pick<GateBook, 'permits' | 'people' | 'list'>
  /** Whether every enforcer has confirmed what the gates are. */
  isEnforced(participant: string, feature: string): boolean
  /** Whether a time to answer is nearly over. */
  isEnding(participant: string, feature: string): boolean
  /** Calls what may throw, so that nobody else suffers from it. */
  isolate(call: () => void): void
  /** Calls once it is the turn of those who may wait, however few. @default `clock.after(0)`, for many */
  readonly waitForTurn: ((call: () => void) => Undo) | undefined
}

export function createAudience(options: AudienceOptions) {
  const { clock, ids, state, running, book, isEnforced, isEnding, isolate } = options
  const { list, people, permits } = book
  const sessions = new Map<string, Session>()
  const byParticipant = new Map<string, readonly Session[]>()
  const names = new Map<string, string>()
  const nameOf = (participant: string): string | undefined => names.get(participant)
  /** Sessions of hosts: who is told tallies, with the owners of runs. */
  const hosts = new Set<Session>()
  const tallies = createTallies(state, running, nameOf)
  const stages = createStages(state)
  const others = createOthers(state, nameOf)
  const beside: Beside & Lists = { nameOf, permits, isEnforced, isEnding, list, others: others.now }
  let company = projectCompany(state)
  /** What of it the crowd has been told, or is being told. */
  let crowdMoves = stages.moves()
  let haveOthersMoved = false
  let crowdToldAt = Number.NEGATIVE_INFINITY
  let tallyTimer: Undo | undefined
  let crowdTimer: Undo | undefined
  // What is due is read when it is said: whoever waits for their slice is told how it is by then, and nothing older.
  const slices = createSlices<Session>(clock, () => telling.flushMany(), options.waitForTurn)
  const common = () => ({ company, others: others.now() })
  const telling = createTelling({ state, beside, stages, tallies, slices, common, isolate })
  const { tell } = telling

  const forget = (session: Session): void => {
    session.forget?.()
    sessions.delete(session.id)
    slices.skip(session)
    hosts.delete(session)
    const { participant } = session.viewer
    const left = (byParticipant.get(participant) ?? []).filter((one) => one !== session)
    if (left.length > 0) byParticipant.set(participant, left)
    else byParticipant.delete(participant)
  }

  const inside: Inside = {
    resync: telling.resync,
    become(session, role) {
      session.viewer = { ...session.viewer, role }
      if (isHosting(role)) hosts.add(session)
      else hosts.delete(session)
      telling.snapshot(session)
    },
    detach(session) {
      // Forgotten already, by the end of the authority: nothing to come back to.
      if (!sessions.has(session.id)) return
      session.send = undefined
      session.forget = clock.after(KEPT_MS, () => forget(session))
    },
  }

  /**
   * Only what changed: an update that says nothing new would say that somebody did something. To who is away it is said
   * as well, so that they are not up to date when they are back.
   */
  function sendTallies(): void {
    tallyTimer = undefined
    const round = tallies.begin()
    for (const session of listeners(round.features)) {
      session.tallies ??= new Map()
      const change = round.tell(session.viewer, session.tallies)
      if (change !== undefined) telling.post(session, change)
    }
  }
  /** Who may be told how others answered: hosts, and the owners of these runs. */
  function listeners(features: Iterable<string>): ReadonlySet<Session> {
    const all = new Set(hosts)
    for (const id of features)
      for (const session of byParticipant.get(toOwner(id) ?? '') ?? []) all.add(session)
    return all
  }

  const tellEverybody = (name: string, due: (session: Session) => void): void =>
    slices.add(name, { ones: sessions.values(), due }, false)
  /** What concerns everybody alike, and where features are, is read off each as it is their turn. */
  const lookRound = (): void => tellEverybody('', () => {})
  function* devicesOf(people: Iterable<string>): Generator<Session> {
    for (const participant of people) yield* byParticipant.get(participant) ?? []
  }
  /** A crowd waits a moment, so that whom it is about does not wait for the crowd; not where it is about everybody. */
  function start(isUrgent = false): void {
    const isSmall = sessions.size <= SLICE
    if (isSmall && (isUrgent || options.waitForTurn === undefined)) slices.start('now')
    else slices.start(isUrgent ? 'next' : 'soon')
  }

  /** What changes nothing of a person's own may wait: told at once, and then for a while not again. */
  function tellCrowd(): void {
    if (crowdTimer !== undefined || (crowdMoves === stages.moves() && !haveOthersMoved)) return
    const waitMs = crowdToldAt + CROWD_MS - clock.monotonic()
    if (waitMs > 0) {
      crowdTimer = clock.after(waitMs, () => {
        crowdTimer = undefined
        tellCrowd()
        for (const session of hosts) tell(session)
        start()
      })
      return
    }
    crowdToldAt = clock.monotonic()
    crowdMoves = stages.moves()
    lookRound()
    haveOthersMoved = false
  }

  /** Puts down what is due to those it is about, and to everybody; gives the devices of the former. */
  function addDue(own: readonly Touched[], facts: readonly MeetingEvent[]): Iterable<Session> {
    const comers = new Set(facts.flatMap(toComer))
    const mine = new Set<Session>()
    for (const { participant, feature } of own) {
      // A no to what is not declared any more changes nobody's view.
      if (feature !== undefined && selectFeature(state, feature) === undefined) continue
      if (participant === undefined) {
        if (feature === undefined) continue
        tellEverybody(feature, (session) => setDue(session, feature))
        continue
      }
      const concerned = feature === undefined ? selectConcerned(state, participant) : [feature]
      tallies.touch(participant, concerned)
      if (comers.has(participant)) tallies.touchAll(participant)
      for (const session of byParticipant.get(participant) ?? []) {
        mine.add(session)
        for (const id of concerned) setDue(session, id)
        if (feature !== undefined) continue
        session.you = 'due'
        // Whoever comes is asked about all that is on, and whoever goes no more.
        if (comers.has(participant)) for (const id of running) setDue(session, id)
      }
    }
    return mine
  }

  return {
    /** What somebody who is not told as it changes may see now. */
    look: <L extends Looker>(looker: L): Projections[L['use']] => project(state, looker, beside),

    /** Whether any device is connected. */
    hasAnybody: () => [...sessions.values()].some(({ send }) => send !== undefined),

    /** Begins, or goes on with, what one device of a person is told. */
    attach(viewer: AttachedViewer, { leaseMs, version, send, resume }: AttachOptions): PersonSession {
      if (viewer.name !== undefined) names.set(viewer.participant, viewer.name)
      const kept = resume && sessions.get(resume.session)
      const isMine =
        kept?.viewer.participant === viewer.participant &&
        kept.viewer.connection === viewer.connection &&
        kept.viewer.role === viewer.role
      const session: Session = isMine && kept !== undefined ? kept : createSession(ids(), viewer)
      session.forget?.()
      session.forget = undefined
      const resumed = isMine && resume?.number === session.number
      // Made before the welcome, which gives its number: nobody counts as up to date before they have it.
      const missed: ServerMessage[] = []
      session.send = (message) => missed.push(message)
      if (resumed) telling.resync(session, session.number)
      session.send = send
      sessions.set(session.id, session)
      if (isHosting(viewer.role)) hosts.add(session)
      if (!isMine) {
        const mine = byParticipant.get(viewer.participant) ?? []
        // By spread it would keep room for sixteen more, of each of thousands.
        byParticipant.set(viewer.participant, mine.concat(session))
      }
      const { id, number } = session
      telling.say(session, { type: 'welcome', version, session: id, leaseMs, resumed, number })
      for (const message of missed) telling.say(session, message)
      if (!resumed) telling.snapshot(session)
      return new Listener(session, send, inside)
    },

    /**
     * Tells everybody concerned what was committed, or closed before that: hosts and the people it is about at
     * once, whose gates it closes or opens next, and then the crowd.
     *
     * @param changed features that may be another by these facts
     */
    publish(
      { own, whole }: GateNews,
      facts: readonly MeetingEvent[] = [],
      changed: Iterable<string> = [],
    ): void {
      const companyWas = company
      company = projectCompany(state)
      const isOver = stages.look(changed)
      if (others.follow(facts)) haveOthersMoved = true
      tallies.touchFeatures(changed)
      const mine = addDue(own, facts)
      const first = new Set<Session>([...hosts, ...devicesOf(facts.map(({ by }) => by)), ...mine])
      const wholes = [...whole]
      for (const id of wholes) {
        const due = (session: Session): void => setDue(session, id)
        slices.add(id, { ones: devicesOf(people(id)), due }, true)
      }
      if (company !== companyWas) lookRound()
      tellCrowd()
      for (const session of first) tell(session)
      start(isOver || wholes.length > 0)
      tallyTimer ??= clock.after(TALLY_MS, sendTallies)
    },

    close(): void {
      tallyTimer?.()
      crowdTimer?.()
      slices.close()
      for (const session of [...sessions.values()]) forget(session)
    },
  }
}

/** Who comes to the call or goes by a fact. */
const toComer = (event: MeetingEvent): readonly string[] =>
  event.type.startsWith('participant.') && 'participant' in event && event.participant !== undefined
    ? [event.participant]
    : []
