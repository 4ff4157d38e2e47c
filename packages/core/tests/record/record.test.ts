import { sha256 } from '@askfirst/core'
import { describe, expect, test } from 'vitest'
import { createCatalogue, toNoticeText } from '../../src/authority.ts'
import type { EventBody } from '../../src/events.ts'
import { toText } from '../../src/evidence/bytes.ts'
import { createMerkleTree } from '../../src/evidence.ts'
import { selectRevisions } from '../../src/record/revisions.ts'
import { createRecord, selectAnswers, toKantaraReceipt, toRecordText } from '../../src/record.ts'
import { BEN, EVERY_EVENT, PEOPLE, ZOE } from '../evidence/every-event.ts'
import { summary } from '../features.ts'
import { accepted, catalogue, joined, KEY, recordOf, STORY, TEXT, toEvents } from './stage.ts'

describe('a record', () => {
  test('holds what was asked, what was answered and by what, in order', () => {
    const { events, features } = recordOf()
    expect(events.map(({ seq, type }) => `${seq} ${type}`)).toEqual([
      '3 participant.joined',
      '4 indicator.shown',
      '5 feature.enabled',
      '7 notice.shown',
      '8 consent.accepted',
      '11 consent.withdrawn',
      '13 consent.withdrawn',
      '14 erasure.requested',
      '15 erasure.acknowledged',
      '16 feature.disabled',
    ])
    expect(events.find(({ type }) => type === 'consent.accepted')).toMatchObject({
      at: '2026-09-21T14:13:27.000Z',
      clientAt: '2026-09-21T14:13:26.960Z',
      method: 'button',
      armedMs: 800,
      visibleMs: 2_400,
      grants: ['summarise', 'transcribe', 'improve', 'voices'],
      notice: { revision: 2, lang: 'en' },
    })
    expect(features).toMatchObject([
      {
        id: 'summary',
        revision: 2,
        basis: 'consent',
        notices: [{ hash: TEXT, lang: 'en' }],
        processors: [{ name: 'Acme', model: 'acme-large', region: 'EU' }, { name: 'Hosting' }],
        retention: { days: 30 },
      },
    ])
    expect(features[0]?.asks?.map(({ id, dpv, required }) => [id, ...dpv, required])).toEqual([
      ['summarise', 'https://w3id.org/dpv/ai#AutomaticSummarisation', true],
      ['transcribe', 'https://w3id.org/dpv/ai#SpeechRecognition', true],
      ['improve', 'https://w3id.org/dpv/ai#ModelTraining', false],
      ['voices', 'https://w3id.org/dpv/ai#SpeakerRecognition', false],
    ])
  })

  test('has what the first word of an enforcer was after each change of the person, and no other', () => {
    expect(recordOf().enforced.map(({ action, by, epoch }) => [action, by, epoch])).toEqual([
      ['confirmed', 'gate:w1', 3],
      ['confirmed', 'gate:w1', 5],
    ])
  })

  test('says for whom an erasure is done, and for whom it is open', () => {
    expect(recordOf().erasure.map(({ processor, doneAt }) => [processor, doneAt])).toEqual([
      ['Acme', '2026-09-21T14:13:34.000Z'],
      ['Hosting', undefined],
    ])
  })

  test('takes an open duty over where erasing is asked again', () => {
    const of = { participant: 'ben', feature: 'summary' } as const
    const again = toEvents([
      ['ben', joined('ben')],
      ['ben', { type: 'erasure.requested', ...of, request: 1, processors: ['Acme'] }],
      ['ben', { type: 'erasure.requested', ...of, request: 2, processors: ['Acme'] }],
      ['processor:Acme', { type: 'erasure.acknowledged', ...of, request: 2, processor: 'Acme' }],
    ])
    expect(recordOf(again).erasure.map(({ request, doneAt }) => [request, doneAt !== undefined])).toEqual([
      [1, true],
      [2, true],
    ])
  })

  test('names nobody, whatever the events are', () => {
    for (const participant of [BEN, ZOE]) {
      const record = createRecord({ meeting: 'm', participant, events: EVERY_EVENT, catalogue, key: KEY })
      const text = JSON.stringify(record)
      for (const name of PEOPLE) expect(text).not.toContain(JSON.stringify(name).slice(1, -1))
    }
  })

  test('calls a person the same each time in one meeting, and otherwise in another or under another key', () => {
    const again = recordOf()
    const idOf = (more: object) => recordOf(STORY, more).subject.id
    expect(toRecordText(again)).toBe(toRecordText(recordOf()))
    expect(again.recordId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const ids = [
      idOf({}),
      idOf({ meeting: 'retro' }),
      idOf({ key: new Uint8Array(32) }),
      idOf({ participant: 'anna' }),
    ]
    expect(new Set(ids).size).toBe(4)
  })

  test('has no field that nobody set', () => {
    const bare = createRecord({ meeting: 'm', participant: 'ben', events: STORY, catalogue, key: KEY })
    expect(Object.keys(bare)).toEqual([
      'v',
      'recordId',
      'meeting',
      'subject',
      'withdrawal',
      'features',
      'events',
      'enforced',
      'erasure',
    ])
    expect(JSON.stringify(bare)).not.toMatch(/null|""|\[\](?!\})/)
  })

  test('gives each event its leaf and place in the tree', () => {
    const leaves = STORY.map(({ number }) => new Uint8Array(32).fill(number))
    const record = recordOf(STORY, { leaves: leaves.map(toText), checkpoint: 'a.b.c' })
    expect(createMerkleTree(leaves).root(leaves.length)).toHaveLength(32)
    expect(record.checkpoint).toBe('a.b.c')
    expect(
      record.events.every(
        ({ seq, index, leaf }) => index === seq - 1 && leaf === toText(leaves[index] ?? new Uint8Array()),
      ),
    ).toBe(true)
  })

  test('finds a declaration of before in the registered texts, and says nothing of one that is lost', async () => {
    const now = await createCatalogue([{ ...summary, revision: 3, retention: { days: 1 } }], sha256)
    const text = await toNoticeText({ feature: summary, lang: 'en', templates: {}, controls: [] }, sha256)
    const events = toEvents([
      ['ben', joined('ben')],
      [
        'ben',
        { ...accepted('ben', ['summarise']), notice: { revision: 2, hash: text.hash, lang: 'en' } } as never,
      ],
    ])
    const known = recordOf(events, { catalogue: now, notices: { v: 1, texts: [text] } })
    expect(known.features[0]?.retention).toEqual({ days: 30 })
    const lost = recordOf(events, { catalogue: now })
    expect(lost.features).toEqual([
      { id: 'summary', revision: 2, notices: [{ hash: text.hash, lang: 'en' }] },
    ])
  })

  // Somebody who came later had processors in their record that never were given anything of theirs.
  test('has no run that was over before they came, nor one that began after they had gone', () => {
    const run = (activation: string, revision: number) =>
      [
        ['anna', { type: 'feature.enabled', feature: 'summary', activation, revision }],
        ['anna', { type: 'feature.disabled', feature: 'summary', activation, cause: 'person' }],
      ] as const
    const shown = { revision: 2, hash: TEXT, lang: 'en' }
    const events = toEvents([
      ['authority', { type: 'authority.started' }],
      ['anna', joined('anna')],
      ...run('before', 1),
      ['ben', joined('ben')],
      ...run('unseen', 2),
      ['anna', { type: 'feature.enabled', feature: 'summary', activation: 'run-1', revision: 2 }],
      [
        'ben',
        {
          type: 'notice.shown',
          participant: 'ben',
          feature: 'summary',
          activation: 'run-1',
          notice: shown,
          kind: 'person',
        },
      ],
      ['ben', { type: 'participant.left', participant: 'ben', connection: 'ben-tab' }],
      ['anna', { type: 'feature.disabled', feature: 'summary', activation: 'run-1', cause: 'person' }],
      ...run('after', 3),
      [
        'ben',
        { type: 'consent.declined', participant: 'ben', feature: 'summary', decision: 1, method: 'link' },
      ],
    ])
    const record = recordOf(events)
    expect(record.features.map(({ revision }) => revision)).toEqual([2])
    expect(record.events.map(({ activation = '', type }) => `${type} ${activation}`.trim())).toEqual([
      'participant.joined',
      'feature.enabled unseen',
      'feature.disabled unseen',
      'feature.enabled run-1',
      'notice.shown run-1',
      'participant.left',
      'feature.disabled run-1',
      'consent.declined',
    ])
  })

  // What was declared last stood for both: a yes was shown as one to words that nobody had said yes to.
  test('keeps two declarations of one revision apart', async () => {
    const other = { ...summary, processors: [{ name: 'Other' }], retention: { days: 365 } }
    const [text, catalogue] = await Promise.all([
      toNoticeText({ feature: summary, lang: 'en', templates: {}, controls: [] }, sha256),
      createCatalogue([other], sha256),
    ])
    const later = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const run = { participant: 'ben', feature: 'summary', activation: 'run-1' }
    const yes = accepted('ben', ['summarise', 'transcribe'])
    const events = toEvents([
      ['ben', joined('ben')],
      ['anna', { type: 'feature.enabled', feature: 'summary', activation: 'run-1', revision: 2 }],
      ['ben', { ...yes, notice: { revision: 2, hash: text.hash, lang: 'en' } } as EventBody],
      [
        'ben',
        { type: 'notice.shown', ...run, kind: 'person', notice: { revision: 2, hash: later, lang: 'en' } },
      ],
    ])
    const record = recordOf(events, { catalogue, notices: { v: 1, texts: [text] } })
    expect(record.features.map(({ notices, retention }) => [notices[0]?.hash, retention?.days])).toEqual([
      [text.hash, 30],
      [later, 365],
    ])
    const [service, ...others] = toKantaraReceipt(record).services
    expect(others).toEqual([])
    expect(service?.purposes[0]).toMatchObject({
      termination: 'kept for 30 days',
      thirdPartyName: 'Acme, Hosting',
    })
  })

  test('takes what names no text to be about the declaration that was met last', async () => {
    const other = { ...summary, retention: { days: 365 } }
    const [text, catalogue] = await Promise.all([
      toNoticeText({ feature: summary, lang: 'en', templates: {}, controls: [] }, sha256),
      createCatalogue([other], sha256),
    ])
    const later = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const run = { participant: 'ben', feature: 'summary', activation: 'run-1' }
    const shown = (hash: string): EventBody => ({
      ...{ type: 'notice.shown', ...run, kind: 'person', notice: { revision: 2, hash, lang: 'en' } },
    })
    const events = toEvents([
      ['ben', joined('ben')],
      ['anna', { type: 'feature.enabled', feature: 'summary', activation: 'run-1', revision: 2 }],
      ['ben', shown(text.hash)],
      ['ben', shown(later)],
      ['ben', { type: 'consent.deferred', ...run, revision: 2 }],
      [
        'ben',
        { type: 'consent.declined', participant: 'ben', feature: 'summary', decision: 1, method: 'button' },
      ],
    ])
    const record = recordOf(events, { catalogue, notices: { v: 1, texts: [text] } })
    expect(selectAnswers(record).map(({ feature, state }) => [feature.retention?.days, state])).toEqual([
      [365, 'declined'],
    ])
    const ofIt = selectRevisions(record)
    const days = record.events.flatMap((event) => ofIt.get(event)?.retention?.days ?? [])
    expect(days).toEqual([30, 30, 365, 365, 365])
  })

  // By the link of their own nobody could take a yes back then: an agent cannot answer.
  test('is of a person, also where a bot came with their token last', () => {
    const bot: EventBody = { ...joined('ben'), connection: 'bot', kind: 'agent' } as EventBody
    expect(
      recordOf(
        toEvents([
          ['ben', joined('ben')],
          ['ben', bot],
        ]),
      ).subject.kind,
    ).toBe('person')
    expect(recordOf(toEvents([['ben', bot]])).subject.kind).toBe('agent')
  })

  test('is refused for who was never there, and under a key that can be guessed', () => {
    expect(() => recordOf(STORY, { participant: 'zoe' })).toThrow('record-participant')
    expect(() => recordOf(STORY, { key: new Uint8Array(16) })).toThrow('record-key')
  })
})
