import { describe, expect, it } from 'vitest'
import { eventually, joined, turnOn, useServer } from '../running-server.ts'

const start = useServer()

describe('/metrics', () => {
  it('counts connections, meetings, commands by type and outcome, and commits; never by name', async () => {
    const { person, server, worker, socket } = await start()
    const [ada, bob] = [person('ada-lovelace', 'host'), person('bob-the-guest')]
    const gate = await worker()
    await joined(ada, bob)
    await turnOn(ada)
    await bob.enable('captions', { answer: 'accept' })
    const stranger = await socket()
    stranger.hello('not.a.token')
    await eventually(() => expect(stranger.closedWith()).toBeDefined())

    const read = async () => {
      const response = await server.fetch(new Request('http://consent.example/metrics'))
      expect(response.headers.get('content-type')).toContain('text/plain')
      return response.text()
    }
    const text = await read()
    for (const line of [
      'askfirst_connections{use="person"} 2',
      'askfirst_connections{use="gate"} 1',
      'askfirst_meetings 1',
      'askfirst_commands_total{type="feature.enable",outcome="ok"} 1',
      'askfirst_commands_total{type="feature.enable",outcome="not-allowed"} 1',
      'askfirst_refusals_total{code="token"} 1',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
    const openGates = async () => Number(/^askfirst_open_gates (\d+)$/m.exec(await read())?.[1])
    expect(await openGates()).toBe(1)
    await ada.withdraw('meeting-summary')
    expect(await openGates()).toBe(0)
    expect(text).toMatch(/askfirst_commit_seconds_count [1-9]/)
    expect(text).toMatch(/askfirst_batch_events_sum [1-9]/)
    expect(text).not.toMatch(/ada|bob|standup|w1/)
    gate.close()
    await eventually(async () => expect(await read()).toContain('askfirst_connections{use="gate"} 0'))
    expect(await read()).toContain('askfirst_connections_ended_total{cause="closed"} 1')
  })

  it('are of one server: two in one process do not count for each other', async () => {
    const one = await start()
    const ada = one.person('ada', 'host')
    await joined(ada)
    const first = one.server
    const other = await start()
    const text = await (await other.server.fetch(new Request('http://x/metrics'))).text()
    expect(text).toContain('askfirst_meetings 0')
    ada.dispose()
    await first.close()
    await one.stop()
  })
})
