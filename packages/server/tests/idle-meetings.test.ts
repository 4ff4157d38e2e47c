import { describe, expect, it } from 'vitest'
import { eventually, joined, MEETING, turnOn, useServer } from './running-server.ts'

const start = useServer()

async function open(options?: Parameters<typeof start>[0]) {
  const running = await start({ forgetAfterMs: 200, ...options })
  const meetings = async () => {
    const text = await (await running.server.fetch(new Request('http://x/metrics'))).text()
    return Number(/^askfirst_meetings (\d+)$/m.exec(text)?.[1])
  }
  return { ...running, meetings }
}

describe('a meeting that is over', () => {
  it('leaves the memory, and is read back on the next visit with everything that was acknowledged', async () => {
    const { person, meetings, events, server } = await open()
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    expect(await bob.decline('meeting-summary')).toEqual({ ok: true })
    expect(await ada.disable('meeting-summary')).toEqual({ ok: true })
    expect(await meetings()).toBe(1)
    ada.dispose()
    bob.dispose()
    await eventually(async () => expect(await meetings()).toBe(0))
    const before = await events()
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)

    const back = person('bob')
    await joined(back)
    expect(back.store.getState().view?.features['meeting-summary']?.answer.state).toBe('declined')
    expect((await events()).slice(0, before.length)).toEqual(before)
    expect((await events()).filter(({ type }) => type === 'authority.started')).toHaveLength(2)
  })

  it('answers a command that is sent again as it did before', async () => {
    const { socket, mint, meetings, events } = await open()
    const decline = { id: 'b1', type: 'consent.decline', feature: 'captions', method: 'button' }
    for (let visit = 0; visit < 2; visit += 1) {
      const bob = await socket()
      bob.hello(await mint('bob', 'attendee'))
      await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
      bob.command(decline)
      await eventually(() => expect(bob.replyTo('b1')).toEqual({ ok: true }))
      bob.end()
      await eventually(async () => expect(await meetings()).toBe(0))
    }
    expect((await events()).filter(({ type }) => type === 'consent.declined')).toHaveLength(1)
  })

  it('does not give more time to a yes: it ends as long after its person left as it would have', async () => {
    const { person, meetings, events } = await open({ expireAfterMs: 1_500 })
    const [ada, bob] = [person('ada', 'host'), person('bob', 'cohost')]
    await joined(ada, bob)
    await turnOn(ada)
    await ada.disable('meeting-summary')
    ada.dispose()
    bob.dispose()
    await eventually(async () => expect(await meetings()).toBe(0))
    const back = person('bob', 'cohost')
    await joined(back)
    const expired = async () => (await events()).find(({ type }) => type === 'consent.expired')
    await eventually(async () => expect(await expired()).toMatchObject({ participant: 'ada' }))
    const all = await events()
    const at = (type: string, participant: string) =>
      all.findLast(
        (event) => event.type === type && 'participant' in event && event.participant === participant,
      )?.at ?? 0
    const reopened = all.filter(({ type }) => type === 'authority.started').at(-1)?.at ?? 0
    const expiredAt = at('consent.expired', 'ada')
    // From when ada left, not from when the meeting was read back.
    expect(expiredAt).toBeGreaterThanOrEqual(at('participant.lapsed', 'ada') + 1_500 - 5)
    expect(expiredAt - reopened).toBeLessThan(1_500)
  })
})

describe('a meeting stays', () => {
  it('while somebody is in it, or a worker listens, or a feature is on', async () => {
    const { person, worker, meetings, socket, mint } = await open({ hostlessAfterMs: 60_000 })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const gate = await worker()
    ada.dispose()
    gate.close()
    const other = await socket()
    other.hello(await mint('bob', 'attendee'))
    await eventually(() => expect(other.heard('snapshot')).toHaveLength(1))
    other.end()
    // Long past the time: what is on keeps it.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(await meetings()).toBe(1)
  })

  it('no longer for an app that only listens to gates by its hook', async () => {
    const { person, meetings } = await open({ onGateChange: () => {} })
    const ada = person('ada', 'host')
    await joined(ada)
    expect(await meetings()).toBe(1)
    ada.dispose()
    await eventually(async () => expect(await meetings()).toBe(0))
  })
})
