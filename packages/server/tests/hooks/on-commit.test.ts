import type { MeetingEvent } from '@askfirst/core/authority'
import { describe, expect, it } from 'vitest'
import { eventually, joined, MEETING, turnOn, useServer } from '../running-server.ts'

const start = useServer()

describe('onCommit', () => {
  it('hears every event once, in order, after it is durable and in force', async () => {
    const heard: MeetingEvent[] = []
    const open: boolean[] = []
    const { person, events, server } = await start({
      onCommit({ meeting, events: some }) {
        expect(meeting).toBe(MEETING)
        heard.push(...some)
        if (some.some(({ type }) => type === 'consent.accepted')) {
          open.push(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise'))
        }
      },
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await ada.withdraw('meeting-summary')
    // The start of the authority is written before it has begun.
    expect(heard).toEqual((await events()).slice(1))
    expect(open).toEqual([true])
  })

  it.each<[string, () => Promise<void> | void]>([
    [
      'throws',
      () => {
        throw new Error('the webhook is down')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the webhook is down'))],
    ['hangs', () => new Promise(() => {})],
  ])('that %s keeps nobody waiting', async (what, onCommit) => {
    const faults: unknown[] = []
    const { person, server } = await start({ onCommit, onFault: (fault) => faults.push(fault) })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(true)
    expect(await ada.withdraw('meeting-summary')).toEqual({ ok: true })
    await eventually(() =>
      expect(faults[0]).toEqual(what === 'hangs' ? undefined : new Error('the webhook is down')),
    )
  })
})
