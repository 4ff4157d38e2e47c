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
export const states = ['before', 'asked', 'included', 'left-out', 'told', 'put-off', 'cut-off'] as const
export type State = (typeof states)[number]

const FEATURE = 'summary'
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

const EVERY_MS = 100

/** Ana hosts, Ben looks; as a host where the scene is about one. The clock of the meeting runs at its own pace. */
export async function openScene(
  name: PolicyName,
  state: State,
  as: 'attendee' | 'cohost',
  place: 'call' | 'lobby',
  pace: number,
) {
  const meeting = await createMeeting({ features: [declare(policies[name])] })
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
  if (state === 'included') {
    await client.show(FEATURE, LANG)
    await client.accept(FEATURE)
  }
  if (state === 'left-out' || state === 'told') await client.decline(FEATURE)
  await settled()
  if (state === 'told') await ask()
  if (state === 'put-off') await client.defer(FEATURE)
  if (state === 'cut-off') await meeting.kill()
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
