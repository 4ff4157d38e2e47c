import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { applyUpdate, beginSession, EMPTY_REPLICA } from '../src/client/replica.ts'
import type { LinkListener, Transport } from '../src/index.ts'
import { summary } from './features.ts'
import { device } from './sentences.ts'
import { openStage } from './stage.ts'

// A number is of its session: whoever comes back to another one is up to date once its snapshot is there, and not before.

/** Does something to each snapshot on its way, and to the link when it is asked. */
function tamper(change: (text: string, end: () => void) => string | undefined) {
  let isDown = false
  let cut = (): void => {}
  const through = (below: Transport): Transport => ({
    connect(listener: LinkListener) {
      let isOver = false
      const end = (): void => {
        if (isOver) return
        isOver = true
        link.close()
        listener.onClose()
      }
      const link = below.connect({
        ...listener,
        onMessage(text) {
          if (isOver) return
          const kept = text.startsWith('{"type":"snapshot"') ? change(text, end) : text
          if (kept !== undefined) listener.onMessage(kept)
        },
      })
      cut = end
      if (isDown) queueMicrotask(end)
      return link
    },
  })
  return {
    through,
    down(): void {
      isDown = true
      cut()
    },
    up(): void {
      isDown = false
    },
  }
}

test.each([
  ['is lost with its link, once', 'cut'],
  ['cannot be understood, a few times', 'garble'],
] as const)(
  'whose snapshot of a new session %s counts as up to date only with the next one',
  async (_, how) => {
    let left = 0
    const wire = tamper((text, end) => {
      if (left === 0) return text
      left -= 1
      if (how === 'garble') return text.replace(/"company":"\w+"/, '"company":"new-word"')
      end()
      return undefined
    })
    const meeting = await createMeeting({ features: [summary] })
    const host = await meeting.join('anna', { role: 'host' })
    await host.enable('summary', { answer: 'accept' })
    // Who only looks has been told as little in the old session as in the new one.
    const guest = await meeting.join('ben', {
      transport: wire.through,
      place: how === 'cut' ? 'out' : 'call',
    })
    if (how === 'garble') {
      await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
      await guest.accept('summary')
      await meeting.settle()
      expect(guest.permits('summary', 'summarise')).toBe(true)
    }
    wire.down()
    await meeting.advance(70_000)
    await host.disable('summary')
    await meeting.settle()
    const opened: boolean[] = []
    guest.onGate(({ open }) => opened.push(open))
    const lived: (string | undefined)[] = []
    guest.store.subscribe(({ connection, view }) => {
      if (connection === 'live') lived.push(view?.features.summary?.phase)
    })
    left = how === 'cut' ? 1 : 6
    wire.up()
    await meeting.advance(40_000)
    expect(opened).not.toContain(true)
    expect(new Set(lived)).toEqual(new Set(['off']))
    expect(left).toBe(0)
  },
)

test('what is shown of an older session stays, and has to be asked for anew', async () => {
  const stage = await openStage()
  await stage.after(device('anna', { role: 'host' }).joins())
  const { messages } = stage.listen(device('ben'))
  const snapshot = messages.find((message) => message.type === 'snapshot')
  if (snapshot === undefined) throw new Error('nothing was said')
  const old = applyUpdate(EMPTY_REPLICA, { ...snapshot, number: 7 })
  if (old.kind !== 'applied') throw new Error(old.kind)
  const fresh = beginSession(old.state, 'another')
  expect(fresh).toEqual({ session: 'another', number: 0, view: old.state.view })
  const update = { type: 'update', number: 2, change: { company: 'many' } } as const
  expect(applyUpdate(fresh, update)).toEqual({ kind: 'gap', from: 0 })
  const after = applyUpdate(fresh, snapshot)
  expect(after).toMatchObject({ kind: 'applied', state: { session: 'another', number: snapshot.number } })
})
