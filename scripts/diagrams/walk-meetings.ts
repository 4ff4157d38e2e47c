import {
  type AnswerState,
  acceptOrLeave,
  defineFeature,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  type Phase,
  type Policy,
  sha256,
} from '@askfirst/core'
import {
  type Catalogue,
  createCatalogue,
  createMeetingState,
  decide,
  type EventBody,
  evolve,
  type MeetingEvent,
  type MeetingState,
  projectPerson,
  replay,
} from '@askfirst/core/authority'
import { arrivalOfHost, stepsOf, type Theme } from './steps.ts'

// takes: nothing · gives: every change of an answer and of a phase that small meetings come to, and why
// never: knows a rule; what may happen is asked of decide, what it comes to of evolve and project

/** Which states were reached, and by what one leads to another. */
export interface States {
  readonly all: Readonly<Record<string, 'reached' | 'never'>>
  readonly first: string
  /** Causes by `from>to`. */
  readonly changes: ReadonlyMap<string, ReadonlySet<string>>
}

/** Checked by the compiler: a state that core gets, or loses, has to come or go here too. */
const ANSWERS: Readonly<Record<AnswerState, null>> = {
  unasked: null,
  asked: null,
  shown: null,
  deferred: null,
  unanswered: null,
  accepted: null,
  declined: null,
  withdrawn: null,
  stale: null,
  expired: null,
}
const PHASES: Readonly<Record<Phase, null>> = { off: null, asking: null, on: null, paused: null }

/** A policy, and what may happen in its meetings beyond what always may. */
interface World {
  readonly policy: Policy
  readonly themes: readonly Theme[]
}

/** Every preset, and what no preset does: a limit on answers that only leaves out, and a yes that lasts. */
const WORLDS: readonly World[] = [
  { policy: leaveMeOut, themes: ['hosts', 'host.lapse'] },
  {
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    policy: { ...leaveMeOut, unanswered: { afterMs: 60_000, then: 'exclude' } },
    themes: ['notice.lapse', 'notice.askAgain'],
  },
  { policy: { ...leaveMeOut, lasts: 'meeting' }, themes: ['consent.expire'] },
  { policy: acceptOrLeave, themes: ['consent.expire'] },
  { policy: everyoneOrNobody, themes: ['notice.lapse', 'roster.report'] },
  { policy: objection, themes: ['notice.lapse'] },
  { policy: noticeOnly, themes: ['enforcement.report', 'enforcement.lapse'] },
]

const withRevision = (policy: Policy, revision: number): FeatureOptions =>
  defineFeature({
    id: 'summary',
    revision,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme AI' }],
    retention: { days: 0 },
  })

/** A meeting as far as it has come. */
interface Meeting {
  readonly events: readonly MeetingEvent[]
  /** Which of the two catalogues is deployed. */
  readonly deployed: 0 | 1
}

export interface Walked {
  readonly answers: States
  readonly phases: States
  /** How many different meetings were walked. */
  readonly meetings: number
}

/** Walks all meetings of one host and one guest, breadth first, until nothing new is reached. */
export async function walkMeetings(): Promise<Walked> {
  const answers = new Map<string, Set<string>>()
  const phases = new Map<string, Set<string>>()
  let meetings = 0
  for (const { policy, themes } of WORLDS) {
    const catalogues = [
      await createCatalogue([withRevision(policy, 1)], sha256),
      await createCatalogue([withRevision(policy, 2)], sha256),
    ] as const
    meetings += walk(catalogues, themes, (was, now, causes) => {
      note(answers, was.answer, now.answer, causes.answer)
      note(phases, was.phase, now.phase, causes.phase)
    })
  }
  return {
    answers: { all: reached(ANSWERS, 'unasked', answers), first: 'unasked', changes: answers },
    phases: { all: reached(PHASES, 'off', phases), first: 'off', changes: phases },
    meetings,
  }
}

type Seen = { readonly answer: AnswerState; readonly phase: Phase }
type Causes = { readonly answer: string; readonly phase: string }

function walk(
  catalogues: readonly [Catalogue, Catalogue],
  themes: readonly Theme[],
  onStep: (was: Seen, now: Seen, causes: Causes) => void,
): number {
  const open = ({ events, deployed }: Meeting): MeetingState =>
    replay(createMeetingState('meeting', catalogues[deployed]), events)
  const known = new Set<string>()
  const queue: Meeting[] = []
  const arrive = (meeting: Meeting, state: MeetingState): void => {
    const key = toKey(state, meeting)
    if (known.has(key)) return
    known.add(key)
    queue.push(meeting)
  }
  const empty = open({ events: [], deployed: 0 })
  const hash = catalogues[0].get('summary')?.hash ?? ''
  const opening = themes.includes('hosts') ? [] : arrivalOfHost(hash)
  const before = opening.flatMap(({ command, actor, by }) => {
    const decision = decide(empty, command, actor, 0)
    return decision.ok ? fold(empty, decision.events, by).events : []
  })
  arrive({ events: before, deployed: 0 }, empty)
  // What arrives on the way is walked as well.
  for (const meeting of queue) {
    const state = open(meeting)
    const was = look(state)
    if (meeting.deployed === 0 && !themes.includes('hosts')) {
      // Another declaration of the same feature, as a restart of the server with it gives.
      const deployed: Meeting = { ...meeting, deployed: 1 }
      const after = open(deployed)
      onStep(was, look(after), { answer: NEW_REVISION, phase: NEW_REVISION })
      arrive(deployed, after)
    }
    for (const { command, actor, by } of stepsOf(state, themes)) {
      const decision = decide(state, command, actor, (state.number + 1) * STEP_MS)
      if (!decision.ok || decision.events.length === 0) continue
      const { events, after, now, causes } = fold(open(meeting), decision.events, by)
      onStep(was, now, causes)
      arrive({ ...meeting, events: [...meeting.events, ...events] }, after)
    }
  }
  return known.size
}

const NEW_REVISION = 'new revision'
/** So long between two facts that no limit on how often something may be done stands in the way. */
const STEP_MS = 600_000

/** One append, event by event: where it leads, and which of its events changed what is seen. */
function fold(state: MeetingState, bodies: readonly EventBody[], by: string) {
  const causes = { answer: [] as string[], phase: [] as string[] }
  const events: MeetingEvent[] = []
  let after = state
  let now = look(state)
  for (const body of bodies) {
    const number = after.number + 1
    const event: MeetingEvent = { ...body, number, at: number * STEP_MS, by, command: `command-${number}` }
    const was = now
    after = evolve(after, event)
    now = look(after)
    events.push(event)
    if (now.answer !== was.answer) causes.answer.push(event.type)
    if (now.phase !== was.phase) causes.phase.push(event.type)
  }
  const joined = { answer: causes.answer.join(' + '), phase: causes.phase.join(' + ') }
  return { events, after, now, causes: joined }
}

/** As the guest is sent it: the states of the docs are what people see, not what is stored. */
function look(state: MeetingState): Seen {
  const view = projectPerson(
    state,
    { participant: 'guest', role: 'attendee', kind: 'person' },
    { nameOf: () => undefined, permits: () => true },
  ).features.summary
  return { answer: view?.answer.state ?? 'unasked', phase: view?.phase ?? 'off' }
}

/**
 * Two meetings of the same key go on alike. Numbers and times are left out; a run is this one or an earlier
 * one, of which only a no is left.
 */
function toKey(state: MeetingState, { deployed }: Meeting): string {
  const feature = state.features.get('summary')
  const run = feature?.activation?.id
  const people = [...state.participants.values()].map(({ participant, connections, answers }) => {
    const answer = answers.summary
    const isNow = run !== undefined && answer?.activation === run
    const isNo = answer?.state === 'declined' || answer?.state === 'withdrawn'
    const isYes = answer?.state === 'accepted' || answer?.state === 'expired'
    const isLasting = isYes && feature?.entry.feature.policy.lasts === 'meeting'
    const isShown = answer?.shown?.activation === run && run !== undefined
    return [
      participant,
      connections,
      isNow || isNo || isLasting ? answer?.state : '',
      isNow || isLasting ? answer?.revision : '',
      isShown ? [answer?.shown?.revision, answer?.shown?.waited] : '',
    ]
  })
  const isForAll = feature?.entry.feature.policy.start === 'all'
  const roster = isForAll ? [state.rostered, [...state.roster].sort()] : []
  const enforced = feature?.enforcers.find(({ enforcer }) => enforcer === 'gate:worker')?.state
  return JSON.stringify([
    deployed,
    run !== undefined,
    feature?.begun,
    feature?.askedAgain,
    roster,
    enforced,
    people.sort(),
  ])
}

function note(changes: Map<string, Set<string>>, from: string, to: string, cause: string): void {
  if (from === to) return
  const key = `${from}>${to}`
  changes.set(key, (changes.get(key) ?? new Set()).add(cause))
}

function reached(
  states: Readonly<Record<string, null>>,
  first: string,
  changes: ReadonlyMap<string, unknown>,
): Record<string, 'reached' | 'never'> {
  const found = new Set([first, ...[...changes.keys()].flatMap((key) => key.split('>'))])
  return Object.fromEntries(
    Object.keys(states).map((state) => [state, found.has(state) ? 'reached' : 'never']),
  )
}
