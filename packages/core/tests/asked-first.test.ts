import { describe, expect, test } from 'vitest'
import type { PersonWish } from '../src/authority/reception-types.ts'
import { createRejection, type Rejection } from '../src/rejection.ts'
import { openLink } from './link.ts'
import { turns } from './stage.ts'

// What an app may be asked before a command counts: it can hold up a yes, and never a no.

interface Asked {
  readonly wish: PersonWish
  answer(rejection?: Rejection): void
  fail(): void
}

/** A reception that asks about every wish, and waits until the test answers. */
async function open() {
  const asked: Asked[] = []
  const link = await openLink(undefined, {
    ask: (wish) =>
      new Promise((resolve, reject) => {
        asked.push({ wish, answer: (no) => resolve(no), fail: () => reject(new Error('no idea')) })
      }),
  })
  await link.say(link.hello)
  const events = async () => (await link.stage.ledger.read('meeting')).map(({ type }) => type).slice(1)
  const answer = async (rejection?: Rejection) => {
    asked.shift()?.answer(rejection)
    await turns(20)
  }
  return { ...link, asked, answer, events }
}
const OK = { ok: true }
const UNAVAILABLE = { ok: false, rejection: { code: 'unavailable' } }
const join = { id: 'join', type: 'participant.join', place: 'call' }
const NO = { type: 'consent.decline', feature: 'summary', method: 'button' }

describe('a wish that may open something', () => {
  test('counts once nothing was said against it', async () => {
    const { command, replyTo, asked, answer, events } = await open()
    await command(join)
    expect([await events(), replyTo('join')]).toEqual([[], undefined])
    expect(asked[0]?.wish).toMatchObject({ meeting: 'meeting', command: join, actor: { participant: 'ben' } })
    await answer()
    expect([await events(), replyTo('join')]).toEqual([['participant.joined'], OK])
  })

  test('is rejected with what was said against it', async () => {
    const { command, replyTo, answer, events } = await open()
    await command(join)
    await answer(createRejection('refused-by-app'))
    expect([await events(), replyTo('join')]).toMatchObject([[], { rejection: { code: 'refused-by-app' } }])
  })

  test('is not let through by who throws', async () => {
    const { command, replyTo, asked, events } = await open()
    await command(join)
    asked[0]?.fail()
    await turns(20)
    expect([await events(), replyTo('join')]).toMatchObject([[], UNAVAILABLE])
    await command({ ...join, id: 'again' })
    asked[1]?.answer()
    await turns(20)
    expect(replyTo('again')).toEqual(OK)
  })

  test('has its turn in the order of sending', async () => {
    const { command, asked, answer, stage } = await open()
    await command({ ...join, id: 'a', room: 'west' })
    await command({ ...join, id: 'b', room: 'east' })
    expect(asked).toHaveLength(1)
    await answer()
    await answer()
    expect((await stage.ledger.read('meeting')).slice(1)).toMatchObject([{ room: 'west' }, { room: 'east' }])
  })
})

describe('a no', () => {
  test('asks nobody, and waits for nobody', async () => {
    const { command, replyTo, asked, events } = await open()
    await command({ ...join, id: 'held' })
    await command({ ...NO, id: 'no' })
    expect(asked).toHaveLength(1)
    expect([replyTo('no'), await events()]).toEqual([OK, ['consent.declined']])
  })

  test('overtakes what was wished of that feature before, and nothing of another', async () => {
    const { command, replyTo, answer } = await open()
    const later = { type: 'consent.defer', activation: 'run' }
    await command({ ...later, id: 'first', feature: 'summary' })
    await command({ ...later, id: 'other', feature: 'minutes' })
    await command({ ...NO, id: 'no' })
    await answer()
    expect(replyTo('first')).toMatchObject(UNAVAILABLE)
    await answer()
    expect(replyTo('other')).toMatchObject({ rejection: { code: 'feature-off' } })
  })
})

describe('whoever goes', () => {
  test('by leaving, does not join afterwards', async () => {
    const { command, replyTo, answer, events } = await open()
    await command(join)
    await command({ id: 'leave', type: 'participant.leave' })
    await answer()
    expect([replyTo('join'), await events()]).toMatchObject([UNAVAILABLE, []])
  })

  test('by closing the page, leaves nobody behind', async () => {
    const { command, end, answer, events, asked } = await open()
    await command(join)
    await command({ ...join, id: 'again' })
    end.onClose()
    await answer()
    expect([asked, await events()]).toEqual([[], []])
  })
})
