import { type ConsentClient, type FeatureOptions, leaveMeOut, type Policy } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import {
  createMeeting,
  type FailingLedger,
  failingLedger,
  type JoinOptions,
  type Meeting,
} from '@askfirst/testing'
import { toSummary } from '../knobs/policy.ts'

// Meetings in memory that are brought to a state, as Ben sees it.

/** Ana hosts, Ben looks, and some others are there. */
export interface Stage {
  readonly meeting: Meeting<FeatureOptions>
  /** Saves nothing where a state is about that. */
  readonly ledger: FailingLedger
  readonly ana: ConsentClient
  readonly ben: ConsentClient
  readonly rest: readonly ConsentClient[]
}

export const SHOWN = { visibleMs: 2_000, lang: 'en' }
export const AS_HOST = { role: 'cohost' } as const

/** What anyone may turn on for themselves. */
const notes: FeatureOptions = {
  id: 'notes',
  revision: 1,
  policy: { ...leaveMeOut, turnOn: 'anyone' },
  asks: { note: { purpose: 'take-notes', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 0 },
}
const captions: FeatureOptions = {
  id: 'captions',
  revision: 1,
  policy: leaveMeOut,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: 'Bolt Captions', region: 'EU' }],
  retention: { days: 0 },
}
const transcript: FeatureOptions = {
  id: 'transcript',
  revision: 1,
  policy: { ...leaveMeOut, disclosure: 'named' },
  asks: { write: { purpose: 'transcribe', data: ['audio'], required: true } },
  processors: [{ name: 'Bolt Captions', region: 'EU' }],
  retention: { days: 30 },
}
const answers: FeatureOptions = {
  id: 'answers',
  revision: 1,
  policy: { ...leaveMeOut, disclosure: 'counts', countsFrom: 2 },
  asks: { answer: { purpose: 'answer-questions', data: ['transcript', 'files'], required: true } },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 0 },
}
const MORE = { notes, captions, transcript, answers }

interface StageOptions {
  readonly ben?: JoinOptions
  readonly others?: readonly string[]
  /** Beside the summary. @default none */
  readonly more?: readonly (keyof typeof MORE)[]
}

/** Everybody is there, and nothing is on. */
export async function gather(policy: Policy, options: StageOptions = {}): Promise<Stage> {
  const { ben: how = {}, others = ['Cleo', 'Dora'], more = [] } = options
  const ledger = failingLedger(memoryLedger())
  const features = [toSummary(policy), ...more.map((name) => MORE[name])]
  const meeting = await createMeeting({ features, ledger })
  meeting.clock.jump(Date.now() - meeting.clock.now())
  const ana = await meeting.join('Ana', { role: 'host' })
  const rest = await Promise.all(others.map((one) => meeting.join(one)))
  const ben = await meeting.join('Ben', how)
  const inCall = how.place === 'lobby' ? others : ['Ben', ...others]
  await meeting.app().reportRoster(['Ana', ...inCall])
  return { meeting, ledger, ana, ben, rest }
}

/** The same, and the summary has been turned on by Ana. */
export async function turnOn(policy: Policy, options?: StageOptions): Promise<Stage> {
  const stage = await gather(policy, options)
  const runs = policy.turnOn === 'anyone' ? 'anyone' : 'hosts'
  const reply = await stage.ana.enable('summary', { answer: 'accept' })
  if (!reply.ok) throw new Error(`The summary of ${runs} did not turn on: ${reply.rejection.message}`)
  await stage.meeting.settle()
  return stage
}

/** The run that is on: of what anyone may turn on it is Ana's own. */
export const toRun = (policy: Policy): string => (policy.turnOn === 'anyone' ? 'summary@Ana' : 'summary')

/** Says yes as somebody does who has read it. */
export async function agree(who: ConsentClient, feature: string): Promise<void> {
  await who.show(feature, SHOWN)
  await who.accept(feature)
}

/** Everybody but Ben says yes; under some policies it begins only then. */
export async function othersAgree({ meeting, rest }: Stage, feature: string): Promise<void> {
  for (const one of rest) await agree(one, feature)
  await meeting.settle()
}
