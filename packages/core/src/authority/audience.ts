import type { MeetingEvent } from '../events.ts'
import { isReady } from '../gate-rule.ts'
import { toOwner } from '../model/owned-id.ts'
import { isHost, type Role } from '../model/participant.ts'
import type { Clock, Undo } from '../ports.ts'
import { type Lists, type Looker, type Projections, project } from '../project/project.ts'
import {
  type Beside,
  type FeatureView,
  projectCompany,
  projectFeature,
  projectOthers,
  projectYou,
  type Viewer,
} from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'
import { type MeetingState, type Phase, selectPhase } from '../state.ts'
import type { GateBook, GateNews } from './gate-book.ts'
import { createSession, isSameStage, type Send, type Session, type Stage } from './session.ts'
import { createSlices } from './slices.ts'
import { createTallies } from './tallies.ts'

// takes: committed changes · gives: each person's client what changed in its own view, numbered
// never: sends one person's answer to another, or lets whom it concerns wait for the crowd

/** The updates of one device of a person; they go on where a lost connection comes back in time. */
export interface PersonSession {
  readonly id: string
  /** Number of the latest update. */
  number(): number
  /** Says it again from after `number`, or as a snapshot where that is gone. */
  resync(number: number): void
  /** Another role, by a newer token: what a host is told begins or ends. */
  become(role: Role): void
  /** The link is gone; updates are kept for a while in case it comes back. */
  detach(): void
}

const KEPT_UPDATES = 64
const KEPT_MS = 60_000
const TALLY_MS = 100
/** So many are told in one go. */
const MOST_AT_ONCE = 250
/** How often the crowd is told of what changes nothing of their own. */
const CROWD_MS = 100

export interface AudienceOptions {
  readonly clock: Clock
  readonly ids: () => string
  state(): MeetingState
  /** What the gates let through now. */
  readonly book: Pick<GateBook, 'permits' | 'people' | 'list'>
  /** Whether every enforcer has confirmed what the gates are. */
  isEnforced(participant: string, feature: string): boolean
  /** Whether a time to answer is nearly over. */
  isEnding(participant: string, feature: string): boolean
  /** Calls what may throw, so that nobody else suffers from it. */
  isolate(call: () => void): void
}

export function createAudience(options: AudienceOptions) {
  const { clock, ids, state, book, isEnforced, isEnding, isolate } = options
  const { list, people, permits } = book
  const sessions = new Map<string, Session>()
  const byParticipant = new Map<string, Set<Session>>()
  const names = new Map<string, string>()
  const stages = new Map<string, Stage>()
  /** Features at another stage than the crowd was told. */
  const moved = new Set<string>()
  /** Features at another stage that the crowd is being told of. */
  const moving = new Set<string>()
  /** Sessions of hosts: who is told tallies, with the owners of runs. */
  const hosts = new Set<Session>()
  const tallies = createTallies(state, (participant) => names.get(participant))
  const beside: Beside & Lists = {
    nameOf: (participant) => names.get(participant),
    permits,
    isEnforced,
    isEnding,
    list,
  }
  let company = projectCompany(state())
  let others = projectOthers(state(), beside)
  let othersText = JSON.stringify(others)
  let haveOthersMoved = false
  let crowdToldAt = Number.NEGATIVE_INFINITY
  let tallyTimer: Undo | undefined
  let crowdTimer: Undo | undefined
  // What is due is read when it is said: whoever waits for their slice is told how it is by then, and nothing older.
  const slices = createSlices(clock, flush)

  const say = (session: Session, message: ServerMessage): void => isolate(() => session.send?.(message))
  const post = (session: Session, change: ViewChange): void => {
    session.number += 1
    session.recent.push({ number: session.number, change })
    if (session.recent.length > KEPT_UPDATES) session.recent.shift()
    say(session, { type: 'update', number: session.number, change })
  }
  const snapshot = (session: Session): void => {
    session.number += 1
    session.recent.length = 0
    const view = project(state(), { use: 'person', viewer: session.viewer }, beside)
    slices.skip(session)
    session.due.clear()
    session.you = 'told'
    session.company = company
    session.others = others
    session.tallies = tallies.give(view.tallies)
    for (const id of Object.keys(view.features)) setStage(session, id)
    say(session, { type: 'snapshot', number: session.number, view })
  }
  const setStage = (session: Session, id: string): void => {
    const stage = stages.get(id)
    if (stage !== undefined) session.stages.set(id, stage)
  }

  /** Says what is due now. */
  function flush(session: Session): void {
    const { due, viewer } = session
    const now = state()
    const features: Record<string, FeatureView> = {}
    const phases: Record<string, Phase> = {}
    for (const [id, what] of due) {
      const [was, stage] = [session.stages.get(id), stages.get(id)]
      setStage(session, id)
      if (what === 'all' || stage === undefined || isOfGates(id, viewer, was, stage)) {
        features[id] = projectFeature(now, id, viewer, beside)
      } else if (was?.phase !== stage.phase) phases[id] = stage.phase
    }
    due.clear()
    const change: ViewChange = {
      ...(session.you === 'due' && { you: projectYou(now, viewer, beside) }),
      ...(session.company !== company && { company }),
      ...(session.others !== others && { others }),
      ...(Object.keys(features).length > 0 && { features }),
      ...(Object.keys(phases).length > 0 && { phases }),
    }
    session.you = 'told'
    session.company = company
    session.others = others
    if (Object.keys(change).length > 0) post(session, change)
  }
  /** Whether a feature at another stage gives the viewer's own gates another reason. */
  function isOfGates(id: string, { participant }: Viewer, was: Stage | undefined, stage: Stage): boolean {
    if (was?.barred === stage.barred) return false
    const [person, feature] = [state().participants.get(participant), state().features.get(id)]
    return person !== undefined && feature !== undefined && isReady(person, feature)
  }
  /** Says what is due, and what it would have been told in its slice. */
  const tell = (session: Session): void => {
    slices.take(session)
    flush(session)
  }
  /** As if it had been said before the link was lost: whoever comes back is not taken for up to date without it. */
  const tellNobody = (session: Session): void => {
    const { send } = session
    session.send = undefined
    tell(session)
    session.send = send
  }

  const resync = (session: Session, number: number): void => {
    tellNobody(session)
    const oldest = session.recent[0]?.number ?? session.number + 1
    if (number > session.number || number < oldest - 1) {
      snapshot(session)
      return
    }
    for (const update of session.recent) {
      if (update.number > number) say(session, { type: 'update', ...update })
    }
  }
  const forget = (session: Session): void => {
    session.forget?.()
    sessions.delete(session.id)
    slices.skip(session)
    hosts.delete(session)
    const mine = byParticipant.get(session.viewer.participant)
    mine?.delete(session)
    if (mine?.size === 0) byParticipant.delete(session.viewer.participant)
  }

  /** Only what changed: an update that says nothing new would say that somebody did something. */
  const sendTallies = (): void => {
    tallyTimer = undefined
    const round = tallies.begin()
    for (const session of listeners()) {
      const { change, told } = round.tell(session.viewer, session.tallies)
      session.tallies = told
      if (change !== undefined) post(session, change)
    }
  }

  /** Who may be told how others answered: hosts, and owners of the runs that are on. */
  function* listeners(): Generator<Session> {
    yield* hosts
    for (const [id, { activation }] of state().features) {
      const owner = activation === undefined ? undefined : toOwner(id)
      if (owner === undefined) continue
      for (const session of byParticipant.get(owner) ?? []) if (!hosts.has(session)) yield session
    }
  }

  function* everybody(end: () => void = () => {}): Generator<Session> {
    yield* sessions.values()
    end()
  }
  function* devicesOf(people: Iterable<string>): Generator<Session> {
    for (const participant of people) yield* byParticipant.get(participant) ?? []
  }
  /** A crowd of thousands waits a moment, so that what it is about does not wait for the crowd. */
  const start = (): void => slices.start(sessions.size > MOST_AT_ONCE ? 'soon' : 'now')

  /** Looks where features are by now, and who else is there. */
  function look(facts: readonly MeetingEvent[]): void {
    const now = state()
    for (const [id, feature] of now.features) {
      const stage = { phase: selectPhase(feature), barred: feature.barred }
      if (isSameStage(stages.get(id), stage)) continue
      stages.set(id, stage)
      moved.add(id)
    }
    company = projectCompany(now)
    // A new roster, or somebody who came or went where there are bots or strangers: nothing else is seen of others.
    const isAnybody = now.bots + now.strangers + others.bots.length + others.strangers.length > 0
    const about = isAnybody ? /^(participant|roster)/ : /^roster/
    if (!facts.some(({ type }) => about.test(type))) return
    const othersNow = projectOthers(now, beside)
    const text = JSON.stringify(othersNow)
    if (text === othersText) return
    ;[others, othersText, haveOthersMoved] = [othersNow, text, true]
  }

  /** What changes nothing of a person's own may wait: told at once, and then for a while not again. */
  function tellCrowd(): void {
    if (crowdTimer !== undefined || (moved.size === 0 && !haveOthersMoved)) return
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
    // Together with those of a round that is under way, of which not everybody has heard.
    for (const id of moved) moving.add(id)
    const due = (session: Session): void => {
      for (const id of moving) {
        if (session.due.has(id) || isSameStage(session.stages.get(id), stages.get(id))) continue
        session.due.set(id, 'phase')
      }
    }
    slices.add('', { ones: everybody(() => moving.clear()), due }, false)
    moved.clear()
    haveOthersMoved = false
  }

  look([])
  // Whoever comes is told in a snapshot.
  moved.clear()

  return {
    /** What somebody who is not told as it changes may see now. */
    look: <L extends Looker>(looker: L): Projections[L['use']] => project(state(), looker, beside),

    /** Whether any device is connected. */
    hasAnybody: () => [...sessions.values()].some(({ send }) => send !== undefined),

    /** Begins, or goes on with, what one device of a person is told. */
    attach(
      viewer: Viewer & { readonly connection: string; readonly name?: string | undefined },
      leaseMs: number,
      version: string,
      send: Send,
      resume?: { readonly session: string; readonly number: number },
    ): PersonSession {
      if (viewer.name !== undefined) names.set(viewer.participant, viewer.name)
      const kept = resume && sessions.get(resume.session)
      const isMine =
        kept?.viewer.participant === viewer.participant &&
        kept.viewer.connection === viewer.connection &&
        kept.viewer.role === viewer.role
      const session: Session = isMine && kept !== undefined ? kept : createSession(ids(), viewer)
      if (isMine) tellNobody(session)
      session.forget?.()
      session.forget = undefined
      session.send = send
      sessions.set(session.id, session)
      if (isHost(viewer.role)) hosts.add(session)
      byParticipant.set(viewer.participant, (byParticipant.get(viewer.participant) ?? new Set()).add(session))
      const oldest = session.recent[0]?.number ?? session.number + 1
      const isResumed =
        isMine && resume !== undefined && resume.number <= session.number && resume.number >= oldest - 1
      say(session, {
        type: 'welcome',
        version,
        session: session.id,
        leaseMs,
        resumed: isResumed,
        number: session.number,
      })
      if (isResumed) resync(session, resume.number)
      else snapshot(session)
      return {
        id: session.id,
        number: () => session.number,
        resync: (number) => resync(session, number),
        become: (role) => {
          session.viewer = { ...session.viewer, role }
          if (isHost(role)) hosts.add(session)
          else hosts.delete(session)
          snapshot(session)
        },
        detach: () => {
          // Forgotten already, by the end of the authority: nothing to come back to.
          if (session.send !== send || !sessions.has(session.id)) return
          session.send = undefined
          session.forget = clock.after(KEPT_MS, () => forget(session))
        },
      }
    },

    /**
     * Tells everybody concerned what was committed, or closed before that: hosts and the people it is about at
     * once, whose gates it closes or opens next, and then the crowd.
     */
    publish({ own, whole }: GateNews, facts: readonly MeetingEvent[] = []): void {
      const companyWas = company
      look(facts)
      const forAll = new Set<string>()
      const first = new Set<Session>(hosts)
      for (const session of devicesOf(facts.map(({ by }) => by))) first.add(session)
      for (const { participant, feature } of own) {
        if (participant === undefined) {
          if (feature !== undefined) forAll.add(feature)
          continue
        }
        tallies.touch(participant)
        for (const session of byParticipant.get(participant) ?? []) {
          first.add(session)
          for (const id of feature === undefined ? state().features.keys() : [feature]) {
            session.due.set(id, 'all')
          }
          if (feature === undefined) session.you = 'due'
        }
      }
      const dueOf = (feature: string) => (session: Session) => void session.due.set(feature, 'all')
      for (const id of whole) slices.add(id, { ones: devicesOf(people(id)), due: dueOf(id) }, true)
      for (const id of forAll) slices.add(id, { ones: everybody(), due: dueOf(id) }, false)
      // What is due of it is read off each.
      if (company !== companyWas) slices.add('company', { ones: everybody(), due: () => {} }, false)
      tellCrowd()
      for (const session of first) tell(session)
      start()
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
