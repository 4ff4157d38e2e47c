import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import type { ConsentHooks } from '../../src/index.ts'
import { eventually, joined, MEETING, turnOn, useServer } from '../running-server.ts'

const start = useServer()
type Change = Parameters<NonNullable<ConsentHooks['onGateChange']>>[0]
const feature = 'meeting-summary'

describe('onGateChange', () => {
  it('hears whose gates opened and closed, with what was and is open', async () => {
    const changes: Change[] = []
    const { person, server } = await start({ onGateChange: (change) => void changes.push(change) })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features[feature]?.phase).toBe('on'))
    await bob.show(feature, { visibleMs: 2_500, lang: 'en' })
    await bob.accept(feature, { grants: ['improve'] })
    await bob.withdraw(feature, { asks: ['improve'] })
    await ada.disable(feature)
    const of = (participant: string) =>
      changes
        .filter((change) => change.participant === participant)
        .map(({ before, after }) => [before, after])
    expect(of('ada')).toEqual([
      [[], ['summarise']],
      [['summarise'], []],
    ])
    expect(of('bob')).toEqual([
      [[], ['summarise', 'improve']],
      [['summarise', 'improve'], ['summarise']],
      [['summarise'], []],
    ])
    expect(changes.every((change) => change.meeting === MEETING && change.feature === feature)).toBe(true)
    await server.close()
  })

  it('hears of a close before it is written', async () => {
    const ledger = failingLedger(memoryLedger())
    const closed: string[] = []
    const { person } = await start({
      ledger,
      onGateChange: ({ participant, after }) => void (after.length === 0 && closed.push(participant)),
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const release = ledger.stall()
    void ada.withdraw(feature)
    await eventually(() => expect(closed).toEqual(['ada']))
    release()
  })

  it('hears that everything closes where the server is closed', async () => {
    const closed: string[] = []
    const { person, server } = await start({
      onGateChange: ({ participant, after }) => void (after.length === 0 && closed.push(participant)),
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await server.close()
    expect(closed).toEqual(['ada'])
  })

  it.each<[string, () => Promise<void> | void]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('no'))],
    ['hangs', () => new Promise(() => {})],
  ])('that %s keeps no worker from hearing of it', async (_what, onGateChange) => {
    const { person, worker } = await start({ onGateChange, onFault: () => {} })
    const ada = person('ada', 'host')
    const gate = await worker()
    await joined(ada)
    await turnOn(ada)
    await eventually(() => expect(gate.permits('ada', feature, 'summarise')).toBe(true))
    expect(await ada.withdraw(feature)).toEqual({ ok: true })
    await eventually(() => expect(gate.permits('ada', feature, 'summarise')).toBe(false))
  })
})
