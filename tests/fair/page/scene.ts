import {
  acceptOrLeave,
  type ConsentClient,
  defineFeature,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'

// One meeting in memory, as one person of it sees it.

export const policies = { leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly } as const
export type PolicyName = keyof typeof policies

/** What has been done by the time somebody looks. */
export const states = [
  'before',
  'asked',
  'included',
  'left-out',
  'told',
  'put-off',
  'cut-off',
  'given-up',
  'two',
] as const
export type State = (typeof states)[number]

const FEATURE = 'summary'
const SECOND = 'captions'
const LANG = { visibleMs: 2_000, lang: 'en' }
const declare = (policy: Policy) =>
  defineFeature({
    id: FEATURE,
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
    retention: { days: 30 },
  })

const declareSecond = (policy: Policy) =>
  defineFeature({
    id: SECOND,
    revision: 1,
    policy,
    asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
    processors: [{ name: 'Acme AI', region: 'EU' }],
    retention: { days: 0 },
  })

const EVERY_MS = 100

export interface SceneOptions {
  readonly policy: PolicyName
  readonly state: State
  readonly as: 'attendee' | 'cohost'
  readonly place: 'call' | 'lobby'
  /** How many times faster than the machine's its clock runs. */
  readonly pace: number
  /** Whether hosts are told names. */
  readonly isNamed: boolean
}

/** Ana hosts, Ben looks; as a host where the scene is about one. The clock of the meeting runs at its own pace. */
export async function openScene({ policy: name, state, as, place, pace, isNamed }: SceneOptions) {
  const policy: Policy = isNamed ? { ...policies[name], disclosure: 'named' } : policies[name]
  const second = state === 'two' ? [declareSecond(policy)] : []
  const meeting = await createMeeting<FeatureOptions>({ features: [declare(policy), ...second] })
  const ana = await meeting.join('Ana', { role: 'host' })
  const others = await Promise.all(['Cleo', 'Dora', 'Ed', 'Fay', 'Gus'].map((one) => meeting.join(one)))
  const client = await meeting.join('Ben', { role: as, place, indicator: false })
  await meeting.app().reportRoster(['Ana', 'Ben', 'Cleo', 'Dora', 'Ed', 'Fay', 'Gus'])
  const worker = await meeting.worker()
  setInterval(() => void meeting.advance(pace * EVERY_MS), EVERY_MS)

  const settled = (): Promise<void> => meeting.settle()
  async function turnOn(): Promise<void> {
    await ana.enable(FEATURE, { answer: 'accept' })
    await settled()
    for (const one of others) {
      await one.show(FEATURE, LANG)
      await one.accept(FEATURE)
    }
    await settled()
  }
  const ask = async (): Promise<void> => {
    const phase = ana.store.getState().view?.features[FEATURE]?.phase
    if (phase !== undefined && phase !== 'off') {
      await ana.disable(FEATURE)
      await settled()
    }
    await turnOn()
  }
  if (state !== 'before') await ask()
  if (state === 'two') {
    await meeting.advance(1_000)
    await ana.enable(SECOND, { answer: 'accept' })
  }
  if (state === 'included') {
    await client.show(FEATURE, LANG)
    await client.accept(FEATURE)
  }
  if (state === 'left-out' || state === 'told') await client.decline(FEATURE)
  await settled()
  if (state === 'told') await ask()
  if (state === 'put-off') await client.defer(FEATURE)
  if (state === 'cut-off' || state === 'given-up') await meeting.kill()
  if (state === 'given-up') await meeting.advance(21_000)
  return {
    client: client as unknown as ConsentClient<FeatureOptions>,
    ask,
    async state() {
      const own = (await meeting.events()).filter(
        (event) => 'participant' in event && event.participant === 'Ben',
      )
      const answers = own
        .map(({ type }) => type)
        .filter((type) => /^consent\.(accepted|declined|withdrawn)$|^participant\.left$/.test(type))
      const last = answers.at(-1)
      return {
        answer: last === undefined ? 'none' : last === 'consent.accepted' ? 'accepted' : 'refused',
        captured: worker.permits('Ben', FEATURE, 'summarise'),
      } as const
    },
  }
}
