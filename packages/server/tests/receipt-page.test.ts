import type { ConsentRecord, RecordedEvent, RecordedFeature } from '@askfirst/core/record'
import { describe, expect, it } from 'vitest'
import { WORDS } from '../src/receipt-page/languages.ts'
import { toFeature } from '../src/receipt-page/parts.ts'
import { createTeller } from '../src/receipt-page/teller.ts'

const ask = (id: string, purpose: string, required: boolean) => ({
  id,
  purpose,
  dpv: [],
  data: ['audio'],
  required,
})
const revisionOf = (revision: number, basis: RecordedFeature['basis']) =>
  ({
    id: 'summary',
    revision,
    basis,
    notices: [{ hash: `text-${revision}`, lang: 'en' }],
    asks: [ask('summarise', 'summarise', true), ask('notes', 'take-notes', false)],
    processors: [{ name: 'Acme' }],
    retention: { days: 30 },
  }) as unknown as RecordedFeature
type Told = readonly [type: RecordedEvent['type'], revision: number, more?: Partial<RecordedEvent>]

/** What the page says was asked and answered, by revision. */
function read(basis: RecordedFeature['basis'], ...story: readonly Told[]): readonly string[] {
  const events = story.map(
    ([type, revision, more], at): RecordedEvent => ({
      seq: at + 1,
      type,
      at: '2026-11-27T09:00:00Z',
      by: 'them',
      feature: 'summary',
      notice: { revision, hash: `text-${revision}`, lang: 'en' },
      ...more,
    }),
  )
  const last = Math.max(...story.map(([, revision]) => revision))
  const features = Array.from({ length: last }, (_, at) => revisionOf(at + 1, basis))
  const record = { features, events } as unknown as ConsentRecord
  const teller = createTeller(WORDS.en, 'en', record, { catalogue: new Map() })
  return features.map((feature) => {
    const { markup } = toFeature(feature, record, teller)
    const asks = [...markup.matchAll(/<li>(\w+): your voice \((.*)\)<\/li>/g)].map(
      ([, name, is]) => `${name} ${is}`,
    )
    return [...asks, /to this version<\/dt><dd>(.*?)<\/dd>/.exec(markup)?.[1]].join('; ')
  })
}

it('names who processes as the notice did, with the model and the place', () => {
  const processors = [{ name: 'Acme', model: 'acme-large-3', region: 'EU' }, { name: 'Scribe' }]
  const feature = { ...revisionOf(1, 'consent'), processors } as unknown as RecordedFeature
  const record = { features: [feature], events: [] } as unknown as ConsentRecord
  const { markup } = toFeature(
    feature,
    record,
    createTeller(WORDS.en, 'en', record, { catalogue: new Map() }),
  )
  expect(/Processed by<\/dt><dd>(.*?)<\/dd>/.exec(markup)?.[1]).toBe(
    '<bdi>Acme</bdi> (<bdi>acme-large-3</bdi> · <bdi>EU</bdi>)<br><bdi>Scribe</bdi>',
  )
})

it.each([
  ['en', 1, '1 day'],
  ['en', 30, '30 days'],
  ['de', 1, '1 Tag'],
  ['ar', 2, 'يومان'],
] as const)('says in %s that it is kept for %i days in the number of the language', (lang, days, said) => {
  const feature: RecordedFeature = { ...revisionOf(1, 'consent'), retention: { days } }
  const record = { features: [feature], events: [] } as unknown as ConsentRecord
  const teller = createTeller(WORDS[lang], lang, record, { catalogue: new Map() })
  expect(toFeature(feature, record, teller).markup).toContain(`${WORDS[lang].kept}</dt><dd>${said}</dd>`)
})

it('says nothing of who processes and how long it is kept, where nobody has the declaration any more', () => {
  const { asks: _, processors: __, retention: ___, ...feature } = revisionOf(1, 'consent')
  const record = { features: [feature], events: [] } as unknown as ConsentRecord
  const teller = createTeller(WORDS.en, 'en', record, { catalogue: new Map() })
  const { markup } = toFeature(feature as unknown as RecordedFeature, record, teller)
  expect(markup).toContain('text-1')
  expect(markup).not.toContain('Processed by')
  expect(markup).not.toContain('Kept for')
})

it('tells what was agreed to by what was asked then, not by what a later revision asks', () => {
  const before = { ...revisionOf(1, 'consent'), asks: [ask('more', 'train-models', false)] }
  const after = { ...revisionOf(2, 'consent'), asks: [ask('more', 'share', false)] }
  const base = { at: '2026-11-27T09:00:00Z', by: 'them', feature: 'summary' } as const
  const notice = (revision: number) => ({ notice: { revision, hash: `text-${revision}`, lang: 'en' } })
  const events = [
    { ...base, ...notice(1), seq: 1, type: 'consent.accepted', grants: ['more'] },
    { ...base, ...notice(2), seq: 2, type: 'notice.shown' },
    { ...base, seq: 3, type: 'consent.withdrawn', asks: ['more'] },
  ] as unknown as RecordedEvent[]
  const record = { features: [before, after], events } as unknown as ConsentRecord
  const teller = createTeller(WORDS.en, 'en', record, { catalogue: new Map() })
  const said = [events[0], events[2]].map((event) => event && teller.event(event))
  expect(said.map((line) => line?.includes(WORDS.en['train-models']))).toEqual([true, true])
  expect(said.map((line) => line?.includes(WORDS.en.share))).toEqual([false, false])
})

/** What was said of each answer, and what the latest one is called. */
it.each([
  ['yes, taken back', ['yes', 'back'], ['yes', 'took back'], 'taken back'],
  ['taken back before any yes', ['back'], ['no'], 'no'],
  ['yes, taken back twice', ['yes', 'back', 'back'], ['yes', 'took back', 'no'], 'no'],
  ['yes, no, taken back', ['yes', 'no', 'back'], ['yes', 'no', 'no'], 'no'],
  ['yes, erased, taken back', ['yes', 'erase', 'back'], ['yes', 'erased', 'no'], 'no'],
  [
    'yes, taken back, yes, taken back',
    ['yes', 'back', 'yes', 'back'],
    ['yes', 'took back', 'yes', 'took back'],
    'taken back',
  ],
] as const)(
  'tells a no as one, and a yes as taken back only where there was one: %s',
  (_what, story, told, latest) => {
    const types = {
      yes: 'consent.accepted',
      no: 'consent.declined',
      back: 'consent.withdrawn',
      erase: 'erasure.requested',
    } as const
    const notice = { revision: 1, hash: 'text-1', lang: 'en' }
    const of = { by: 'them', at: '2026-11-27T09:00:00Z', feature: 'summary', notice }
    const events = story.map((what, at) => ({
      ...of,
      seq: at + 1,
      type: types[what],
      ...(what === 'yes' && { grants: ['summarise'] }),
    })) as unknown as RecordedEvent[]
    const feature = revisionOf(1, 'consent')
    const record = { features: [feature], events } as unknown as ConsentRecord
    const teller = createTeller(WORDS.en, 'en', record, { catalogue: new Map() })
    const says = {
      yes: 'you said yes',
      no: 'you said no',
      'took back': 'you took back your yes',
      erased: 'you asked to have erased',
    }
    expect(events.map((event) => teller.event(event))).toEqual(
      told.map((one) => expect.stringContaining(says[one])),
    )
    expect(toFeature(feature, record, teller).markup).toContain(`to this version</dt><dd>${latest}</dd>`)
  },
)

it('calls a feature as it was called in the revision that was answered, not by its title of now', () => {
  const of = { by: 'them', at: '2026-11-27T09:00:00Z', feature: 'summary' }
  const notice = (revision: number) => ({ revision, hash: `text-${revision}`, lang: 'en' })
  const events = [
    { ...of, seq: 1, type: 'consent.accepted', notice: notice(1), grants: ['summarise'] },
    { ...of, seq: 2, type: 'notice.shown', notice: notice(2) },
    { ...of, seq: 3, type: 'consent.withdrawn' },
  ] as unknown as RecordedEvent[]
  const features = [revisionOf(1, 'consent'), revisionOf(2, 'consent')]
  const record = { features, events } as unknown as ConsentRecord
  const feature = { revision: 2, asks: {}, text: { en: { title: 'Training on you' } } }
  const catalogue = new Map([['summary', { feature }]]) as never
  const registered = { feature: 'summary', revision: 1, parameters: { text: { title: 'The minutes' } } }
  const texts = ['de', 'en'].map((lang) => ({ ...registered, lang }))
  const read = (declarations: Parameters<typeof createTeller>[3]) => {
    const teller = createTeller(WORDS.en, 'en', record, declarations)
    const headings = features.map((one) => /<bdi>(.*?)</.exec(toFeature(one, record, teller).markup)?.[1])
    return [...headings, ...events.map(teller.event)]
  }
  const told = (first: string) => [
    first,
    'Training on you',
    `you said yes to ${first}: summary`,
    'you were shown the question about Training on you',
    `you took back your yes to ${first}`,
  ]
  expect(read({ catalogue })).toEqual(told('summary'))
  expect(read({ catalogue, notices: { v: 1, texts } as never })).toEqual(told('The minutes'))
})

it('tells the lobby from the call', () => {
  const record = { features: [], events: [] } as unknown as ConsentRecord
  const { event } = createTeller(WORDS.en, 'en', record, { catalogue: new Map() })
  const joined = (place: string) => event({ type: 'participant.joined', place } as RecordedEvent)
  expect([joined('lobby'), joined('call')]).toEqual([
    'you came to the lobby, where nothing is captured',
    'you joined',
  ])
})

describe('what a page says of each revision of a question', () => {
  const grants = ['summarise']

  it('is what was answered to that one', () => {
    expect(
      read('consent', ['notice.shown', 1], ['consent.accepted', 1, { grants }], ['notice.shown', 2]),
    ).toEqual([
      'summary you said yes to this; notes not included; yes',
      'summary not included; notes not included; none',
    ])
    expect(
      read(
        'consent',
        ['consent.accepted', 1, { grants }],
        ['consent.accepted', 2, { grants: ['summarise', 'notes'] }],
      ),
    ).toEqual([
      'summary you said yes to this; notes not included; yes',
      'summary you said yes to this; notes you said yes to this; yes',
    ])
  })

  it('is a yes no more once all of it was taken back', () => {
    expect(read('consent', ['consent.accepted', 1, { grants }], ['consent.withdrawn', 2])).toEqual([
      'summary not included; notes not included; taken back',
      'summary not included; notes not included; taken back',
    ])
  })

  it.each(['notice', 'objection'] as const)('is that they were taken along without a yes, by %s', (basis) => {
    const told = (revision: number): Told =>
      basis === 'notice' ? ['notice.shown', revision] : ['notice.lapsed', revision, { of: 'objection' }]
    const taken =
      'summary included without a yes, since you did not say no; notes not included; none: you were told, and did not say no'
    expect(read(basis, told(1), told(2))).toEqual([taken, taken])
    expect(read(basis, told(1), ['consent.declined', 1], told(2))).toEqual([
      'summary not included; notes not included; no',
      'summary not included; notes not included; none',
    ])
  })
})
