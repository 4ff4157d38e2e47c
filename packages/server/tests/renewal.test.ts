import { connectGate } from '@askfirst/core/gate'
import { expect, it } from 'vitest'
import { eventually, FEATURES, joined, MEETING, openClient, turnOn, useServer } from './running-server.ts'

const start = useServer()
const SHORT = 3

it('a call goes on over many short tokens: nobody is closed for a moment, in the ledger or at the worker', async () => {
  const { url, server, events } = await start()
  const minted = { person: 0, gate: 0 }
  const ada = openClient(url, () => {
    minted.person += 1
    return server.mintToken({ meeting: MEETING, participant: 'ada', role: 'host', expiresInSeconds: SHORT })
  })
  ada.attachIndicator()
  const gate = await connectGate({
    url,
    features: FEATURES,
    token: () => {
      minted.gate += 1
      return server.mintGateToken({
        meeting: MEETING,
        worker: 'w1',
        features: FEATURES,
        expiresInSeconds: SHORT,
      })
    },
  })
  await joined(ada)
  await turnOn(ada)
  await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(true))
  let closed = 0
  gate.onRevoke(() => {
    closed += 1
  })
  const before = await events()
  await eventually(() => expect(Math.min(minted.person, minted.gate)).toBeGreaterThanOrEqual(4))
  expect([closed, gate.permits('ada', 'meeting-summary', 'summarise')]).toEqual([0, true])
  expect(await events()).toEqual(before)
  // A change of role ends what was renewed like any other.
  await server.changeRole(MEETING, 'ada', 'attendee')
  await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(false))
  gate.close()
  ada.dispose()
})

it('without a newer token the connection ends with the one at hand, and its gates with it', async () => {
  const { url, server, worker } = await start()
  let isSignedIn = true
  const ada = openClient(url, async () => {
    if (!isSignedIn) throw new Error('signed out')
    return server.mintToken({ meeting: MEETING, participant: 'ada', role: 'host', expiresInSeconds: SHORT })
  })
  ada.attachIndicator()
  const gate = await worker()
  await joined(ada)
  await turnOn(ada)
  await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(true))
  isSignedIn = false
  await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(false))
  expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
  ada.dispose()
})
