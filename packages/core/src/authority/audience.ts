import type { MeetingEvent } from '../events.ts'
import { toOwner } from '../model/owned-id.ts'
import { isHost } from '../model/participant.ts'
import type { Clock, Undo } from '../ports.ts'
import {
  type Beside,
  type PersonView,
  projectCompany,
  projectFeature,
  projectOthers,
  projectPerson,
  projectTallies,
  projectYou,
  type Tally,
  type Viewer,
} from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'
import { type MeetingState, selectPhase } from '../state.ts'
import type { Touched } from './touched.ts'

// takes: committed changes · gives: each person's client what changed in its own view, numbered
// never: sends one person's answer to another; hosts get tallies by disclosure, at most ten a second

type Send = (message: ServerMessage) => void

/** The updates of one device of a person; they go on where a lost connection comes back in time. */
export interface PersonSession {
  readonly id: string
  /** Number of the latest update. */
  number(): number
  /** Says it again from after `number`, or as a snapshot where that is gone. */
  resync(number: number): void
  /** The link is gone; updates are kept for a while in case it comes back. */
  detach(): void
}

interface Session {
  readonly id: string
  readonly viewer: Viewer & { readonly connection: string }
  send: Send | undefined
  number: number
  /** The latest updates, oldest first, to go on from after a lost link. */
  readonly recent: { readonly number: number; readonly change: ViewChange }[]
  forget: Undo | undefined
  /** The tallies this host has been told, by feature: what did not change is not said again. */
  told: ReadonlyMap<string, string>
}

const KEPT_UPDATES = 64
const KEPT_MS = 60_000
const TALLY_MS = 100

export interface AudienceOptions {
  readonly clock: Clock
  readonly ids: () => string
  state(): MeetingState
  /** What the gates let through now. */
  permits(participant: string, feature: string, ask: string): boolean
  /** Calls what may throw, so that nobody else suffers from it. */
  isolate(call: () => void): void
}

export function createAudience({ clock, ids, state, permits, isolate }: AudienceOptions) {
  const sessions = new Map<string, Session>()
  const byParticipant = new Map<string, Set<Session>>()
  const names = new Map<string, string>()
  const phases = new Map<string, string>()
  /** Sessions of hosts: who is told tallies, with the owners of runs. */
  const hosts = new Set<Session>()
  let company = projectCompany(state())
  let tallyTimer: Undo | undefined
  const beside: Beside = { nameOf: (participant) => names.get(participant), permits }
  let others = JSON.stringify(projectOthers(state(), beside))

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
    const view: PersonView = projectPerson(state(), session.viewer, beside)
    session.told = toTold(view.tallies)
    say(session, { type: 'snapshot', number: session.number, view })
  }
  const resync = (session: Session, number: number): void => {
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
    hosts.delete(session)
    const mine = byParticipant.get(session.viewer.participant)
    mine?.delete(session)
    if (mine?.size === 0) byParticipant.delete(session.viewer.participant)
  }

  /** Only what changed: an update that says nothing new would say that somebody did something. */
  const sendTallies = (): void => {
    tallyTimer = undefined
    for (const session of listeners()) {
      const tallies = projectTallies(state(), session.viewer)
      const told = toTold(tallies)
      const changed = [...state().features.keys()].filter((id) => told.get(id) !== session.told.get(id))
      session.told = told
      if (changed.length === 0) continue
      post(session, { tallies: Object.fromEntries(changed.map((id) => [id, tallies[id] ?? null])) })
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

  return {
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
      const session: Session =
        isMine && kept !== undefined
          ? kept
          : { id: ids(), viewer, send, number: 0, recent: [], forget: undefined, told: new Map() }
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
        detach: () => {
          // Forgotten already, by the end of the authority: nothing to come back to.
          if (session.send !== send || !sessions.has(session.id)) return
          session.send = undefined
          session.forget = clock.after(KEPT_MS, () => forget(session))
        },
      }
    },

    /** Tells everybody concerned what a committed batch changed: hosts and the people in it first. */
    publish(touched: readonly Touched[], facts: readonly MeetingEvent[] = []): void {
      const now = state()
      const forAll = new Set<string>()
      for (const { participant, feature } of touched) {
        if (participant === undefined && feature !== undefined) forAll.add(feature)
      }
      for (const [id, feature] of now.features) {
        const phase = `${selectPhase(feature)} ${feature.barred}`
        if (phases.get(id) !== phase) forAll.add(id)
        phases.set(id, phase)
      }
      // Somebody came, went, or is a bot: the only changes that others are seen by.
      const isAboutOthers = facts.some(({ type }) => /^(participant|roster)/.test(type))
      const othersNow = isAboutOthers ? projectOthers(now, beside) : undefined
      const othersText = othersNow === undefined ? others : JSON.stringify(othersNow)
      const othersChanged = othersText !== others
      others = othersText
      const companyNow = projectCompany(now)
      const changes = new Map<Session, { you: boolean; features: Set<string> }>()
      const changeOf = (session: Session) => {
        const change = changes.get(session) ?? { you: false, features: new Set<string>() }
        changes.set(session, change)
        return change
      }
      for (const { participant, feature } of touched) {
        if (participant === undefined) continue
        for (const session of byParticipant.get(participant) ?? []) {
          const change = changeOf(session)
          if (feature !== undefined) change.features.add(feature)
          else {
            change.you = true
            for (const id of now.features.keys()) change.features.add(id)
          }
        }
      }
      if (forAll.size > 0 || companyNow !== company || othersChanged) {
        for (const session of sessions.values()) {
          const change = changeOf(session)
          for (const id of forAll) change.features.add(id)
        }
      }
      for (const [session, { you, features }] of changes) {
        post(session, {
          ...(you && { you: projectYou(now, session.viewer, beside) }),
          ...(companyNow !== company && { company: companyNow }),
          ...(othersChanged && { others: othersNow }),
          ...(features.size > 0 && {
            features: Object.fromEntries(
              [...features].map((id) => [id, projectFeature(now, id, session.viewer, beside)]),
            ),
          }),
        })
      }
      company = companyNow
      tallyTimer ??= clock.after(TALLY_MS, sendTallies)
    },

    close(): void {
      tallyTimer?.()
      for (const session of [...sessions.values()]) forget(session)
    },
  }
}

const toTold = (tallies: Readonly<Record<string, Tally>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(tallies).map(([id, tally]) => [id, JSON.stringify(tally)]))
