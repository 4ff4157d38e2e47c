import { noticeOnly, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'
import { tap } from './wire.ts'

// What a page may say of a person while it has no connection.

type Client = Awaited<ReturnType<typeof included>>['guest']
const standing = (client: Client) => viewFeature(client.store.getState(), 'summary')?.standing

/** A guest who said yes, over a wire that can be cut. */
async function included() {
  const meeting = await createMeeting({ features: [summary] })
  const wire = tap()
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben', { transport: wire.through })
  const worker = await meeting.worker()
  const hears = () => worker.permits('ben', 'summary', 'summarise')
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary')
  await meeting.settle()
  expect([hears(), standing(guest)]).toEqual([true, 'included'])
  return { meeting, wire, guest, hears }
}

test('it is not known whether anything is captured, until a lone device is given up for sure', async () => {
  const { meeting, guest, wire, hears } = await included()
  // The authority goes on hearing of it for as long as it waits for an answer.
  wire.deafen()
  let isWrong = false
  for (let second = 0; second < 40; second += 1) {
    await meeting.advance(1_000)
    isWrong ||= hears() && standing(guest) === 'offline'
  }
  expect([isWrong, hears(), standing(guest)]).toEqual([false, false, 'offline'])
  const status = viewFeature(guest.store.getState(), 'summary')
  expect(status?.actions).toContain('withdraw')
  const gates = status?.asks.map(({ gate }) => gate.open || gate.reason)
  expect([status?.reason, new Set(gates)]).toEqual(['authority-lost', new Set(['authority-lost'])])
})

test('it is not said to be closed before the authority has had the time to find out', async () => {
  const { meeting, guest, wire } = await included()
  wire.down()
  await meeting.settle()
  await meeting.advance(19_000)
  expect(standing(guest)).toBe('unknown')
  await meeting.advance(1_000)
  expect(standing(guest)).toBe('offline')
})

test('it stays unknown where another device of the person was here', async () => {
  const { meeting, guest, wire, hears } = await included()
  await meeting.join('ben')
  wire.down()
  await meeting.advance(60_000)
  expect([hears(), standing(guest)]).toEqual([true, 'unknown'])
})

test('it stays unknown where the authority does not say how many devices are here', async () => {
  const { meeting, guest, wire } = await included()
  const { view } = guest.store.getState()
  wire.inject({
    type: 'snapshot',
    number: 1_000,
    view: { ...view, you: { ...view?.you, devices: undefined } },
  })
  wire.down()
  await meeting.advance(60_000)
  expect(standing(guest)).toBe('unknown')
})

test('it is known again with the connection, and as little once that is lost again', async () => {
  const { meeting, guest, wire } = await included()
  const up = wire.down()
  await meeting.advance(30_000)
  up()
  await meeting.advance(6_000)
  expect(standing(guest)).toBe('included')
  wire.down()
  await meeting.settle()
  expect(standing(guest)).toBe('unknown')
  await meeting.advance(19_000)
  expect(standing(guest)).toBe('unknown')
  await meeting.advance(1_000)
  expect(standing(guest)).toBe('offline')
})

test('it is known where the other device had left before', async () => {
  const { meeting, guest, wire } = await included()
  const phone = await meeting.join('ben')
  await phone.leave()
  await meeting.settle()
  wire.down()
  await meeting.advance(21_000)
  expect(standing(guest)).toBe('offline')
})

test('what begins without a yes can be stopped too', async () => {
  const meeting = await createMeeting({ features: [{ ...summary, policy: noticeOnly }] })
  const wire = tap()
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben', { transport: wire.through })
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await meeting.settle()
  wire.down()
  await meeting.settle()
  expect(viewFeature(guest.store.getState(), 'summary')).toMatchObject({
    standing: 'unknown',
    actions: ['withdraw'],
  })
})

test('whoever is back is not told that it is off, and can stop it all along', async () => {
  const { meeting, guest, wire } = await included()
  const said: (string | undefined)[] = []
  const couldStop: (boolean | undefined)[] = []
  guest.store.subscribe((state) => {
    const status = viewFeature(state, 'summary')
    said.push(status?.standing)
    couldStop.push(status?.actions.includes('withdraw'))
  })
  const up = wire.down()
  await meeting.settle()
  await meeting.advance(2_000)
  up()
  await meeting.advance(10_000)
  expect(said.filter((standing, at) => standing !== said[at - 1])).toEqual(['unknown', 'waiting', 'included'])
  expect(new Set(couldStop)).toEqual(new Set([true]))
})

test('whoever has said nothing has nothing to stop as they come, and is said to have agreed by nobody', async () => {
  const { meeting } = await included()
  const wire = tap()
  const cora = await meeting.join('cora', { place: 'lobby', transport: wire.through })
  const said: (string | undefined)[] = []
  cora.store.subscribe((state) => said.push(viewFeature(state, 'summary')?.standing))
  const up = wire.down()
  await meeting.settle()
  up()
  await meeting.advance(10_000)
  expect(said).toContain('off')
  expect(said).not.toContain('waiting')
  expect(said.at(-1)).toBe('question')
})

test('whoever left may have erased what was captured, and has nothing to stop', async () => {
  const { meeting, guest } = await included()
  await guest.leave()
  await meeting.settle()
  expect(viewFeature(guest.store.getState(), 'summary')).toMatchObject({
    standing: 'off',
    actions: ['erase'],
  })
})
