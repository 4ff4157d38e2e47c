import { acceptOrLeave, type ConsentClient, defineFeature, leaveMeOut, noticeOnly } from '@askfirst/core'
import { createMeeting, createRandom } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { explainGate } from '../../src/record.ts'
import { objected, plain } from '../cast.ts'
import { catalogueOf } from './stage.ts'

// Random meetings: what was allowed at a moment is told afterwards as a worker had it at that moment.

const features = [
  plain,
  objected,
  defineFeature({ ...plain, id: 'leaving', policy: acceptOrLeave }),
  defineFeature({ ...plain, id: 'told', policy: noticeOnly }),
  defineFeature({ ...plain, id: 'lasting', policy: { ...leaveMeOut, lasts: 'meeting' } }),
]
const catalogue = await catalogueOf(features)
const GATES = ['anna', 'ben', 'cora'].flatMap((participant) =>
  features.flatMap(({ id, asks }) => Object.keys(asks).map((ask) => ({ participant, feature: id, ask }))),
)

async function play(seed: number) {
  const random = createRandom(seed)
  const pick = <Of>(of: readonly Of[]): Of => of[Math.floor(random() * of.length)] as Of
  const meeting = await createMeeting({ features, seed })
  const anna = await meeting.join('anna', { role: 'host' })
  const worker = await meeting.worker()
  const devices: (readonly [string, ConsentClient])[] = [['anna', anna as ConsentClient]]
  const looks: { at: number; open: readonly boolean[]; isReached: boolean }[] = []
  let isUp = true
  for (let step = 0; step < 40; step += 1) {
    const [, client] = pick(devices)
    const { id } = pick(features)
    const does = random()
    if (does < 0.1 && isUp && devices.length < 6) {
      const name = pick(['ben', 'cora'])
      devices.push([name, (await meeting.join(name)) as ConsentClient])
    } else if (does < 0.25) void anna.enable(id, { answer: 'accept' })
    else if (does < 0.3) void anna.disable(id)
    else if (does < 0.5) void client.show(id, { visibleMs: 2_000, lang: 'en' })
    else if (does < 0.7)
      void client.show(id, { visibleMs: 2_000, lang: 'en' }).then(() => client.accept(id, { lang: 'en' }))
    else if (does < 0.76) void client.decline(id)
    else if (does < 0.82) void client.withdraw(id)
    else if (does < 0.85) void client.leave()
    else if (does < 0.88) client.enter('call')
    else if (does < 0.91) {
      if (isUp) await meeting.kill()
      else await meeting.start()
      isUp = !isUp
    }
    await meeting.settle()
    await meeting.advance(pick([1_000, 1_000, 4_000, 16_000]))
    const open = GATES.map((gate) => worker.permits(gate.participant, gate.feature, gate.ask))
    // A worker that has lost the authority is closed: that is less than what was allowed.
    const isReached = worker.lists().length > 0
    looks.push({ at: meeting.clock.now(), open, isReached })
    // What happens from now on is after this look.
    await meeting.advance(1_000)
  }
  if (!isUp) await meeting.start()
  const events = await meeting.events()
  for (const [, client] of devices) client.dispose()
  worker.close()
  await meeting.kill()
  return { events, looks }
}

test.each([1, 2, 3, 4, 5, 6])(
  'as a worker had it while the authority was there, and never closed where a worker had it open (seed %i)',
  async (seed) => {
    const { events, looks } = await play(seed)
    // Nothing can be asked about who never came.
    const came = new Set(
      events.flatMap((event) => (event.type === 'participant.joined' ? [event.participant] : [])),
    )
    let opened = 0
    for (const { at, open, isReached } of looks) {
      const told = GATES.map(
        (gate) =>
          came.has(gate.participant) &&
          explainGate({ meeting: 'meeting', events, catalogue, ...gate, at }).gates[0]?.gate.open === true,
      )
      if (isReached) expect(told, `at ${at}`).toEqual(open)
      else
        expect(
          open.some((isOpen, gate) => isOpen && !told[gate]),
          `at ${at}`,
        ).toBe(false)
      opened += open.filter(Boolean).length
    }
    expect(opened).toBeGreaterThan(0)
  },
)
