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
  sharedUplink,
} from '@askfirst/core'
import { createMeeting, type JoinOptions } from '@askfirst/testing'

// States that the demo does not come to by itself, each in a real meeting in memory.

/** Who looks, at what. */
export interface Scene<F extends FeatureOptions> {
  readonly client: ConsentClient<F>
  readonly shows: 'notice' | 'indicator' | 'host' | 'choices' | 'lobby'
}

const seen = { visibleMs: 2_000, lang: 'en' }
const withPolicy = (policy: Policy, id = 'summary') =>
  defineFeature({
    id,
    revision: 1,
    policy,
    asks: {
      use: { purpose: id === 'summary' ? 'summarise' : 'take-notes', data: ['audio'], required: true },
    },
    processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
    retention: { days: 30 },
  })

/** Ana hosts, Ben looks, and some others are there. */
async function call(policy: Policy, ben: JoinOptions = {}, others: readonly string[] = ['Cleo', 'Dora']) {
  const meeting = await createMeeting({ features: [withPolicy(policy), withPolicy(own, 'notes')] })
  const ana = await meeting.join('Ana', { role: 'host' })
  const rest = await Promise.all(others.map((one) => meeting.join(one)))
  const client = await meeting.join('Ben', ben)
  await meeting.app().reportRoster(['Ana', 'Ben', ...others])
  const agree = async (who: typeof client) => {
    await who.show('summary', seen)
    await who.accept('summary')
    await meeting.settle()
  }
  return { meeting, ana, rest, client, agree }
}
const own: Policy = { ...leaveMeOut, turnOn: 'anyone' }
const turnedOn = async (...options: Parameters<typeof call>) => {
  const all = await call(...options)
  await all.ana.enable('summary', { answer: 'accept' })
  await all.meeting.settle()
  return all
}
const asHost = { role: 'cohost' } as const

export const scenes: Record<string, () => Promise<Scene<FeatureOptions>>> = {
  'objection-notice': async () => ({ ...(await turnedOn(objection)), shows: 'notice' }),
  'notice-only': async () => ({ ...(await turnedOn(noticeOnly)), shows: 'notice' }),
  'everyone-notice': async () => ({ ...(await turnedOn(everyoneOrNobody)), shows: 'notice' }),
  async 'everyone-waiting'() {
    const all = await turnedOn(everyoneOrNobody, asHost)
    await all.agree(all.client)
    return { ...all, shows: 'host' }
  },
  async 'everyone-paused'() {
    const all = await turnedOn(everyoneOrNobody, asHost, ['Cleo'])
    for (const one of [all.client, ...all.rest]) await all.agree(one)
    await all.meeting.join('Ed')
    await all.meeting.app().reportRoster(['Ana', 'Ben', 'Cleo', 'Ed'])
    return { ...all, shows: 'host' }
  },
  async 'own-run-notice'() {
    const all = await call(leaveMeOut)
    await all.rest[0]?.enable('notes', { answer: 'accept' })
    return { ...all, shows: 'notice' }
  },
  async 'who-else-is-here'() {
    const all = await turnedOn(leaveMeOut)
    const bot = (participant: string, kind: 'agent' | 'recorder') => ({ participant, kind })
    await all.meeting
      .app()
      .reportRoster(['Ana', 'Ben', 'Cleo', 'Zed', bot('Scribe', 'agent'), bot('Hall camera', 'recorder')])
    await all.agree(all.client)
    return { ...all, shows: 'indicator' }
  },
  async 'ask-again'() {
    const all = await turnedOn(leaveMeOut, asHost)
    await all.meeting.advance(31_000)
    return { ...all, shows: 'host' }
  },
  async 'off-requests'() {
    const all = await turnedOn(leaveMeOut, asHost)
    await all.rest[0]?.requestOff('summary', { anonymous: false })
    void all.rest[1]?.requestOff('summary')
    await all.meeting.advance(32_000)
    return { ...all, shows: 'host' }
  },
  async 'request-off'() {
    return { ...(await turnedOn(leaveMeOut)), shows: 'choices' }
  },
  async stopping() {
    const all = await turnedOn(leaveMeOut)
    await all.agree(all.client)
    await all.meeting.kill()
    void all.client.withdraw('summary')
    return { ...all, shows: 'indicator' }
  },
  async muted() {
    const uplink = sharedUplink({ mute: () => () => {} })
    const all = await turnedOn(leaveMeOut, { uplink })
    await all.agree(all.client)
    await all.meeting.kill()
    void all.client.withdraw('summary')
    await all.meeting.advance(1_000)
    return { ...all, shows: 'indicator' }
  },
  async 'time-ending'() {
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    const all = await turnedOn({ ...acceptOrLeave, unanswered: { afterMs: 60_000, then: 'leave' } })
    await all.meeting.advance(31_000)
    return { ...all, shows: 'notice' }
  },
  async 'several-questions'() {
    const all = await turnedOn(leaveMeOut)
    await all.rest[0]?.enable('notes', { answer: 'accept' })
    return { ...all, shows: 'notice' }
  },
  'notice-details': async () => ({ ...(await turnedOn(leaveMeOut)), shows: 'notice' }),
  async 'named-tally'() {
    const all = await turnedOn({ ...leaveMeOut, disclosure: 'named' }, asHost)
    await all.rest[0]?.decline('summary')
    await all.meeting.advance(1_000)
    return { ...all, shows: 'host' }
  },
  async 'host-offline'() {
    const all = await turnedOn({ ...leaveMeOut, disclosure: 'named' }, asHost)
    await all.meeting.kill()
    return { ...all, shows: 'host' }
  },
  async 'lobby-recorder'() {
    const all = await turnedOn(leaveMeOut, { place: 'lobby', indicator: false })
    await all.meeting.app().reportRoster(['Ana', 'Cleo', 'Dora', { participant: 'Tape', kind: 'recorder' }])
    await all.meeting.advance(1_000)
    return { ...all, shows: 'lobby' }
  },
  async 'lobby-offline'() {
    const all = await turnedOn(leaveMeOut, { place: 'lobby', indicator: false })
    await all.meeting.kill()
    return { ...all, shows: 'lobby' }
  },
  'room-notice': async () => ({ ...(await turnedOn(leaveMeOut, { kind: 'room' })), shows: 'notice' }),
}
