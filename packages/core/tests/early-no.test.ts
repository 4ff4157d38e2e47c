import { createClientOver, randomIds, sha256, type Transport } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { agree, plain } from './cast.ts'
import { mapKeep } from './map-keep.ts'
import { tap } from './wire.ts'

/** Ben said yes; a page whose token names somebody presses no before it has heard from the authority. */
async function pressedEarly(participant: string, believes?: string) {
  const meeting = await createMeeting({ features: [plain] })
  const anna = await meeting.join('anna', { role: 'host' })
  await anna.enable('plain', { answer: 'accept' })
  let network: Transport | undefined
  const ben = await meeting.join('ben', {
    transport(below) {
      network = below
      return below
    },
  })
  await agree(ben, 'plain')
  const worker = await meeting.worker()
  const keep = mapKeep()
  const wire = tap()
  const up = wire.down()
  const who = { use: 'person', meeting: 'meeting', participant, role: 'attendee', kind: 'person' }
  const page = createClientOver(
    {
      token: JSON.stringify({ ...who, name: participant, issuedAt: meeting.clock.now() }),
      features: [plain],
      ...(believes !== undefined && { you: { meeting: 'meeting', participant: believes } }),
    },
    {
      transport: wire.through(network as Transport),
      clock: meeting.clock,
      ids: randomIds,
      digest: sha256,
      keep,
    },
  )
  void page.withdraw('plain')
  const whose = async () =>
    (await meeting.events()).flatMap((event) =>
      event.type === 'consent.withdrawn' ? [event.participant] : [],
    )
  const hearsBen = () => worker.permits('ben', 'plain', 'listen')
  return { meeting, page, keep, up, whose, hearsBen }
}

test('where the page knows who it is, it waits over a reload, and is sent for nobody else', async () => {
  const { meeting, page, keep, whose, hearsBen } = await pressedEarly('ben', 'ben')
  expect(keep.kept.size).toBe(1)
  page.dispose()
  await meeting.join('zoe', { keep })
  await meeting.advance(5_000)
  expect([await whose(), keep.kept.size, hearsBen()]).toEqual([[], 1, true])
  await meeting.join('ben', { keep })
  expect([await whose(), keep.kept.size, hearsBen()]).toEqual([['ben'], 0, false])
})

test('where the page was wrong, it is sent for whom the authority names, and kept for nobody else', async () => {
  const { meeting, page, keep, up, whose, hearsBen } = await pressedEarly('zoe', 'ben')
  up()
  await meeting.advance(10_000)
  expect([await whose(), keep.kept.size]).toEqual([['zoe'], 0])
  page.dispose()
  await meeting.join('ben', { keep })
  expect([await whose(), hearsBen()]).toEqual([['zoe'], true])
})

test('where the page does not know, it is kept in memory, and sent once the authority is there', async () => {
  const { meeting, keep, up, whose } = await pressedEarly('ben')
  expect(keep.kept.size).toBe(0)
  up()
  await meeting.advance(10_000)
  expect([await whose(), keep.kept.size]).toEqual([['ben'], 0])
})
