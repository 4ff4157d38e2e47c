import { defineFeature, leaveMeOut, noticeOnly } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import {
  createRecord,
  selectAnswers,
  selectAnswersByRevision,
  toIsoRecord,
  toKantaraReceipt,
  toVconAttachments,
} from '../../src/record.ts'
import { agree, OK } from '../cast.ts'
import { summary } from '../features.ts'
import { accepted, catalogueOf, FACTS, joined, KEY, recordOf, toEvents } from './stage.ts'

const plain = defineFeature({ ...summary, id: 'plain', policy: leaveMeOut })
const told = defineFeature({ ...summary, id: 'told', policy: noticeOnly })
const declined = defineFeature({ ...summary, id: 'declined', policy: leaveMeOut })
const features = [plain, told, declined]
const catalogue = await catalogueOf(features)

/** Ben in a meeting where all of it is on, and what the record says of him at any time. */
async function open() {
  const meeting = await createMeeting({ features })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const gate = await meeting.worker()
  for (const { id } of features) await anna.enable(id, { answer: 'accept' })
  const record = async () => {
    const events = await meeting.events()
    return createRecord({ meeting: 'meeting', participant: 'ben', events, catalogue, key: KEY, facts: FACTS })
  }
  return {
    meeting,
    anna,
    ben,
    record,
    /** Ben as he comes back after a restart by which all of it is declared otherwise. */
    async redeclare() {
      for (const one of [anna, ben]) one.dispose()
      await meeting.kill()
      const later: object = { revision: 3 }
      await meeting.start(features.map((feature) => defineFeature({ ...feature, ...later })))
      return meeting.join('ben')
    },
    hears: (feature: string) => gate.permits('ben', feature, 'summarise'),
    states: async () =>
      Object.fromEntries(selectAnswers(await record()).map(({ feature, state }) => [feature.id, state])),
  }
}
const shown = { visibleMs: 2_000, lang: 'en' }

describe('what a record says that somebody answered', () => {
  test('ends as they are removed, whoever says it; a no lasts', async () => {
    const { meeting, anna, ben, states, record, hears } = await open()
    await agree(ben, 'plain')
    await ben.show('told', shown)
    await ben.decline('declined')
    expect(await states()).toEqual({ plain: 'accepted', told: 'told', declined: 'declined' })
    expect(await anna.remove('ben')).toEqual(OK)
    expect([hears('plain'), hears('told')]).toEqual([false, false])
    expect(await states()).toEqual({ plain: 'expired', told: 'told', declined: 'declined' })
    const ended = await record()
    const toldEnded = async () =>
      selectAnswers(await record()).find(({ state }) => state === 'told')?.ended?.type
    expect(await toldEnded()).toBe('participant.removed')
    expect(() => toKantaraReceipt(ended)).toThrow('No yes stands in this record')
    const last = toIsoRecord(ended).consent_events.filter(({ service }) => service === 'plain')
    expect(last.map(({ event_state }) => event_state.split('#')[1])).toEqual([
      'ConsentRequested',
      'ConsentGiven',
      'ConsentRevoked',
    ])
    const again = await meeting.join('ben')
    await agree(again, 'plain')
    await again.show('told', shown)
    expect(await states()).toEqual({ plain: 'accepted', told: 'told', declined: 'declined' })
    expect(await toldEnded()).toBeUndefined()
  })

  test('is nothing by taking back a part of a yes that nobody gave', async () => {
    const { ben, states, hears } = await open()
    expect(await ben.withdraw('told', { asks: ['improve'] })).toEqual(OK)
    await ben.show('told', shown)
    expect(hears('told')).toBe(true)
    expect((await states()).told).toBe('told')
    expect(await ben.withdraw('told', { asks: ['improve'] })).toEqual(OK)
    expect([hears('told'), (await states()).told]).toEqual([true, 'told'])
    expect(await ben.withdraw('told')).toEqual(OK)
    expect([hears('told'), (await states()).told]).toEqual([false, 'withdrawn'])
  })

  // It said that they had been taken along, by a notice of what they had said no to before.
  test('is not changed by being told of what they said no to before it ever was on', async () => {
    const meeting = await createMeeting({ features })
    const anna = await meeting.join('anna', { role: 'host' })
    const ben = await meeting.join('ben')
    const gate = await meeting.worker()
    expect(await ben.decline('told')).toEqual(OK)
    await anna.enable('told', { answer: 'accept' })
    await ben.show('told', shown)
    expect(gate.permits('ben', 'told', 'summarise')).toBe(false)
    const events = await meeting.events()
    const record = createRecord({ meeting: 'meeting', participant: 'ben', events, catalogue, key: KEY })
    expect(selectAnswers(record).map(({ event, state }) => [event.type, state])).toEqual([
      ['consent.declined', 'declined'],
    ])
    const grants = toVconAttachments(record).flatMap(({ body }) => body.purpose_grants)
    expect(new Set(grants.map(({ granted }) => granted))).toEqual(new Set([false]))
    await agree(ben, 'told')
    expect(await ben.withdraw('told')).toEqual(OK)
    const later = await meeting.events()
    const [answer] = selectAnswers(
      createRecord({ meeting: 'meeting', participant: 'ben', events: later, catalogue, key: KEY }),
    )
    expect(answer?.state).toBe('withdrawn')
  })

  // In the gate it had ended; the record went on saying yes, and a receipt had it.
  test('is withdrawn where what was captured by a yes to what is declared otherwise by now is erased', async () => {
    const { ben, record, redeclare } = await open()
    await agree(ben, 'plain')
    const again = await redeclare()
    expect(toKantaraReceipt(await record()).services).toHaveLength(1)
    expect(await again.erase('plain')).toEqual(OK)
    const erased = await record()
    const answers = [...selectAnswers(erased), ...selectAnswersByRevision(erased).values()]
    expect(answers.map(({ event, grants, state, yes }) => [event.type, grants, state, yes?.type])).toEqual(
      [1, 2].map(() => ['erasure.requested', [], 'withdrawn', 'consent.accepted']),
    )
    expect(() => toKantaraReceipt(erased)).toThrow('No yes stands in this record')
    const [attachment] = toVconAttachments(erased)
    expect(attachment?.body.purpose_grants.filter(({ granted }) => granted)).toEqual([])
    expect(toIsoRecord(erased).consent_events.at(-1)).toMatchObject({
      event_type: 'erasure.requested',
      event_state: 'https://w3id.org/dpv#ConsentWithdrawn',
      service: 'plain',
    })
  })

  test('is no no by erasing: whoever is told after it is taken along', async () => {
    const declared = await catalogueOf([{ ...summary, policy: noticeOnly }])
    const hash = [...(declared.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const of = { participant: 'ben', feature: 'summary', activation: 'run-1' }
    const notice = { revision: 2, hash, lang: 'en' }
    const yes = { ...accepted('ben', ['summarise', 'transcribe']), notice } as EventBody
    const erased: EventBody = { type: 'erasure.requested', ...of, request: 2, processors: ['Acme'] }
    const told: EventBody = { type: 'notice.shown', ...of, kind: 'person', notice }
    const stateAfter = (...bodies: readonly EventBody[]) =>
      selectAnswers(
        recordOf(toEvents([joined('ben'), ...bodies].map((body) => ['ben', body] as const)), {
          catalogue: declared,
        }),
      ).map(({ state }) => state)
    expect(stateAfter(yes, erased)).toEqual(['withdrawn'])
    expect(stateAfter(yes, erased, told)).toEqual(['told'])
    const no = { type: 'consent.declined', ...of, decision: 3, method: 'button' } as const
    expect(stateAfter(yes, no, erased, told)).toEqual(['declined'])
  })

  test('is one for each revision, until all of it is taken back', async () => {
    const { ben, record, redeclare } = await open()
    await agree(ben, 'plain')
    const again = await redeclare()
    const answers = async () =>
      [...selectAnswersByRevision(await record())].map(([{ revision }, { state }]) => `${revision} ${state}`)
    await again.show('plain', shown)
    expect(await answers()).toEqual(['2 accepted'])
    await agree(again, 'plain')
    expect(await answers()).toEqual(['2 accepted', '3 accepted'])
    expect(await again.withdraw('plain')).toEqual(OK)
    expect(await answers()).toEqual(['2 withdrawn', '3 withdrawn'])
  })
})
