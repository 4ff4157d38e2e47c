import { createRecorder, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { agree } from './cast.ts'
import { summary } from './features.ts'

// A recorder tells how things came to stand, whatever is said while others are still being told.

async function meet() {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  const turnOn = async () => {
    await host.enable('summary', { answer: 'accept' })
    await agree(guest, 'summary')
    await meeting.settle()
  }
  return { meeting, guest, turnOn }
}
const standings = (recorder: ReturnType<typeof createRecorder<typeof summary>>) =>
  recorder.entries().flatMap((entry) => (entry.type === 'view' ? [`${entry.standing}, ${entry.answer}`] : []))

test('a no inside a subscriber that is told first', async () => {
  const { meeting, guest, turnOn } = await meet()
  const undo = guest.store.subscribe((state) => {
    if (viewFeature(state, 'summary')?.standing !== 'included') return
    undo()
    void guest.withdraw('summary')
  })
  const recorder = createRecorder(guest, { clock: meeting.clock })
  await turnOn()
  const told = standings(recorder)
  expect(told.at(-1)).toBe('left-out, withdrawn')
  // Never back to the yes that was taken back already.
  expect(told.slice(told.findIndex((one) => one.startsWith('stopping'))).join()).not.toContain('included')
})

test('a no inside a listener of its own, said at the first of several changes', async () => {
  const { meeting, guest, turnOn } = await meet()
  const recorder = createRecorder(guest, { clock: meeting.clock })
  await turnOn()
  recorder.clear()
  const undo = recorder.subscribe(() => {
    if (!recorder.entries().some(({ type }) => type === 'connection')) return
    undo()
    void recorder.client.withdraw('summary')
  })
  await meeting.kill()
  const told = recorder.entries().map((entry) => (entry.type === 'view' ? entry.standing : entry.type))
  // What came with the loss stands before the no, and nothing of before the no after it.
  expect(told.filter((one) => one !== 'gate')).toEqual(['connection', 'unknown', 'wish', 'stopping'])
  const numbers = recorder.entries().map((entry) => entry.number)
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at))
})
