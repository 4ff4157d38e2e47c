import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { agree, notes, OK, phaseOf, statusOf } from './cast.ts'

/** Ben takes notes for himself; Anna, the host, agreed; Cora was asked. */
async function benTakesNotes() {
  const meeting = await createMeeting({ features: [notes] })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const cora = await meeting.join('cora')
  const gate = await meeting.worker()
  expect(await ben.enable('notes', { answer: 'accept' })).toEqual(OK)
  await agree(anna, 'notes@ben')
  await meeting.settle()
  const heard = (owner: string) => [...gate.allowed(`notes@${owner}`, 'listen')].sort()
  return { meeting, anna, ben, cora, gate, heard }
}

describe('a feature that anyone may turn on: one run per owner', () => {
  test('everybody whose data it touches is asked all the same, and the notice names whose it is', async () => {
    const { anna, ben, cora } = await benTakesNotes()
    expect(statusOf(cora, 'notes@ben')).toMatchObject({
      standing: 'question',
      owner: 'ben',
      activation: { name: 'ben' },
    })
    expect(statusOf(anna, 'notes@ben')?.standing).toBe('included')
    expect(statusOf(ben, 'notes@ben')?.standing).toBe('included')
  })

  test('a worker of the declared feature hears every owner’s list, and each only of its own', async () => {
    const { meeting, cora, heard, gate } = await benTakesNotes()
    expect(heard('ben')).toEqual(['anna', 'ben'])
    expect(await cora.enable('notes', { answer: 'accept' })).toEqual(OK)
    await meeting.settle()
    expect([heard('ben'), heard('cora')]).toEqual([['anna', 'ben'], ['cora']])
    expect(gate.allowed('notes', 'listen')).toEqual([])
    const later = await meeting.worker()
    expect([...later.allowed('notes@ben', 'listen')].sort()).toEqual(['anna', 'ben'])
  })

  test('the own device knows whether it may be heard, and closes at once on a no', async () => {
    const { anna } = await benTakesNotes()
    expect(anna.permits('notes@ben', 'listen')).toBe(true)
    void anna.withdraw('notes@ben')
    expect(anna.permits('notes@ben', 'listen')).toBe(false)
  })

  test('only its owner and hosts turn it off', async () => {
    const { anna, cora, ben, heard } = await benTakesNotes()
    expect(await cora.disable('notes@ben')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await anna.disable('notes@ben')).toEqual(OK)
    expect([heard('ben'), phaseOf(ben, 'notes@ben')]).toEqual([[], 'off'])
  })

  test('it ends when the owner leaves', async () => {
    const { meeting, ben, anna, heard } = await benTakesNotes()
    await ben.leave()
    await meeting.settle()
    expect([heard('ben'), phaseOf(anna, 'notes@ben')]).toEqual([[], 'off'])
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'owner-left' })
  })

  test('it ends when the owner leaves the call, and another device of theirs is still in the lobby', async () => {
    const { meeting, ben, anna, heard } = await benTakesNotes()
    await meeting.join('ben', { place: 'lobby' })
    await ben.leave()
    await meeting.settle()
    expect([heard('ben'), phaseOf(anna, 'notes@ben')]).toEqual([[], 'off'])
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'owner-left' })
  })

  test('it ends when the owner is removed', async () => {
    const { meeting, anna, heard } = await benTakesNotes()
    await anna.remove('ben')
    await meeting.settle()
    expect(heard('ben')).toEqual([])
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'owner-left' })
  })

  test('an owner who is lost has a minute to come back', async () => {
    const { meeting, ben, anna, heard } = await benTakesNotes()
    ben.dispose()
    await meeting.settle()
    await meeting.advance(59_000)
    expect([heard('ben'), phaseOf(anna, 'notes@ben')]).toEqual([['anna'], 'on'])
    await meeting.advance(1_000)
    expect([heard('ben'), phaseOf(anna, 'notes@ben')]).toEqual([[], 'off'])
  })

  test('an owner who is back in time goes on, with two devices as with one', async () => {
    const { meeting, ben, heard } = await benTakesNotes()
    ben.dispose()
    await meeting.settle()
    await meeting.advance(50_000)
    await meeting.join('ben')
    await meeting.advance(60_000)
    expect(heard('ben')).toEqual(['anna', 'ben'])
  })

  test('at most two turn-ons in ten minutes', async () => {
    const { meeting, ben } = await benTakesNotes()
    await ben.disable('notes@ben')
    expect(await ben.enable('notes', { answer: 'accept' })).toEqual(OK)
    await ben.disable('notes@ben')
    expect(await ben.enable('notes', { answer: 'accept' })).toMatchObject({
      rejection: { code: 'too-often' },
    })
    await meeting.advance(600_000)
    expect(await ben.enable('notes', { answer: 'accept' })).toEqual(OK)
  })

  test('hosts may bar it: what runs ends, and nobody turns one on until it is allowed again', async () => {
    const { meeting, anna, ben, cora, heard } = await benTakesNotes()
    expect(await cora.bar('notes')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await anna.bar('notes')).toEqual(OK)
    await meeting.settle()
    expect([heard('ben'), phaseOf(ben, 'notes@ben')]).toEqual([[], 'off'])
    expect(await cora.enable('notes', { answer: 'accept' })).toMatchObject({
      rejection: { code: 'barred-by-hosts' },
    })
    expect(await anna.bar('notes', { barred: false })).toEqual(OK)
    expect(await cora.enable('notes', { answer: 'accept' })).toEqual(OK)
  })

  test('somebody else’s no leaves them out, and the run goes on', async () => {
    const { meeting, cora, heard } = await benTakesNotes()
    expect(await cora.decline('notes@ben')).toEqual(OK)
    await meeting.settle()
    expect(heard('ben')).toEqual(['anna', 'ben'])
  })
})
