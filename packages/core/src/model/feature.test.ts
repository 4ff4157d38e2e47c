import { describe, expect, test } from 'vitest'
import { sha256 } from '../defaults/digest.ts'
import { AskFirstError } from '../error.ts'
import { createCatalogue } from './catalogue.ts'
import { defineFeature, type FeatureOptions, selectOptionalAsks, selectRequiredAsks } from './feature.ts'
import { acceptOrLeave, everyoneOrNobody, leaveMeOut, noticeOnly, objection, type Policy } from './policy.ts'

const fine: FeatureOptions = {
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme' }],
  retention: { days: 0 },
}
const summarise = { purpose: 'summarise', data: ['audio'], required: true } as const
const wrong = (change: object): FeatureOptions => ({ ...fine, ...change }) as FeatureOptions
const policy = (change: object): Policy => ({ ...leaveMeOut, ...change }) as Policy

// biome-ignore lint/suspicious/noThenProperty: the word of the policy table
const patient = (afterMs: number) => ({ afterMs, then: 'exclude' }) as const

describe('a feature', () => {
  test('that follows the rules is frozen and as declared', () => {
    const feature = defineFeature(fine)
    expect(feature).toEqual(fine)
    expect(Object.isFrozen(feature)).toBe(true)
    const { asks, policy: how, processors, retention } = feature
    const parts = [how, asks, asks.summarise, asks.summarise?.data, processors, processors[0], retention]
    expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true))
    expect(() => Object.assign(how, { basis: 'notice' })).toThrow(TypeError)
    expect(selectRequiredAsks(feature)).toEqual(['summarise'])
    expect(selectOptionalAsks(feature)).toEqual(['improve'])
  })

  test.each([
    ['feature-id', { id: '' }],
    ['feature-id', { id: 'Summary' }],
    ['feature-id', { id: '1st' }],
    ['feature-id', { id: 'a/b' }],
    ['feature-id', { id: 'a\nb' }],
    ['feature-id', { id: 'summary\n' }],
    ['feature-id', { id: 'x'.repeat(65) }],
    ['feature-revision', { revision: 0 }],
    ['feature-revision', { revision: 1.5 }],
    ['feature-revision', { revision: Number.NaN }],
    ['feature-revision', { revision: '1' }],
    ['feature-shape', { texts: {} }],
    ['feature-shape', { asks: undefined }],
    ['feature-shape', { asks: { summarise: null } }],
    ['feature-shape', { asks: { summarise: { ...summarise, requierd: true } } }],
    ['feature-shape', { processors: undefined }],
    ['feature-shape', { processors: ['Acme'] }],
    ['feature-shape', { text: { english: { title: 'Summary' } } }],
    ['feature-shape', { text: { en: 'Summary' } }],
    ['feature-shape', { text: { en: { title: 'Summary', asks: { imporve: 'Better' } } } }],
    ['feature-id', { id: undefined }],
    ['policy-value', { policy: policy({ lats: 'meeting' }) }],
    ['processors', { processors: [{}] }],
    ['required-ask', { asks: {} }],
    ['required-ask', { asks: { summarise: { ...summarise, required: false } } }],
    ['ask-id', { asks: { summarise, 'Not an id': summarise } }],
    ['ask-id', { asks: { summarise, 'a/b': summarise } }],
    ['ask-purpose', { asks: { summarise, mood: { ...summarise, purpose: 'detect-emotions' } } }],
    ['ask-data', { asks: { summarise: { ...summarise, data: [] } } }],
    ['ask-data', { asks: { summarise: { ...summarise, data: ['audio', 'thoughts'] } } }],
    ['optional-purpose', { asks: { summarise, train: { ...summarise, purpose: 'train-models' } } }],
    ['optional-purpose', { asks: { summarise, who: { ...summarise, purpose: 'identify-speakers' } } }],
    ['processors', { processors: [] }],
    ['processors', { processors: [{ name: 'Acme' }, { name: '  ' }] }],
    ['retention', { retention: { days: -1 } }],
    ['retention', { retention: { days: Number.NaN } }],
    ['retention', { retention: { days: Number.POSITIVE_INFINITY } }],
    ['retention', { retention: { days: null } }],
    ['policy-value', { policy: policy({ basis: 'whatever' }) }],
    ['policy-value', { policy: policy({ basis: 'objection', objectionMs: 4_999 }) }],
    ['policy-value', { policy: policy({ basis: 'objection', objectionMs: Number.POSITIVE_INFINITY }) }],
    ['policy-combination', { policy: policy({ start: 'all' }) }],
    ['policy-combination', { policy: policy({ start: 'all', decline: 'stop' }) }],
    ['policy-combination', { policy: { ...everyoneOrNobody, basis: 'objection' } }],
    ['policy-combination', { policy: { ...everyoneOrNobody, unanswered: patient(20_000) } }],
    ['policy-combination', { policy: { ...everyoneOrNobody, decline: 'exclude' } }],
    ['policy-combination', { policy: policy({ turnOn: 'anyone', decline: 'leave' }) }],
    ['policy-combination', { policy: { ...everyoneOrNobody, turnOn: 'anyone' } }],
    ['policy-value', { policy: policy({ disclosure: 'everything' }) }],
    ['policy-value', { policy: policy({ unanswered: patient(19_999) }) }],
    ['policy-value', { policy: policy({ unanswered: patient(Number.POSITIVE_INFINITY) }) }],
    ['policy-combination', { policy: policy({ basis: 'notice', unanswered: patient(20_000) }) }],
    ['policy-value', { policy: policy({ countsFrom: 1 }) }],
    ['policy-value', { policy: policy({ countsFrom: 2.5 }) }],
    ['policy-value', { policy: policy({ basis: undefined }) }],
  ])('that breaks %s is refused: %j', (rule, change) => {
    let thrown: unknown
    try {
      defineFeature(wrong(change))
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(AskFirstError)
    expect(thrown).toMatchObject({ rule, name: 'AskFirstError' })
    // What happened, why it is a mistake, what to do, and where to read on.
    expect((thrown as Error).message).toMatch(new RegExp(`Feature ".*\\. .+\\. .+\\(rule "${rule}"`, 's'))
  })

  test.each([[undefined], [null], ['summary']])('is refused that is %j', (options) => {
    expect(() => defineFeature(options as unknown as FeatureOptions)).toThrow('(rule "feature-shape"')
  })

  test('may have ids up to 64 characters, any preset, and any disclosure', () => {
    defineFeature({ ...fine, id: 'x'.repeat(64) })
    for (const preset of [acceptOrLeave, everyoneOrNobody, objection, noticeOnly]) {
      defineFeature({ ...fine, policy: preset })
    }
    for (const disclosure of ['named', 'counts', 'outcome'] as const) {
      defineFeature({ ...fine, policy: { ...leaveMeOut, disclosure } })
    }
  })
})

describe('a catalogue', () => {
  const hashOf = async (feature: FeatureOptions) =>
    (await createCatalogue([feature], sha256)).get('summary')?.hash

  test('hashes what is declared, whatever order it is written in', async () => {
    const reversed = Object.fromEntries(Object.entries(fine).toReversed()) as unknown as FeatureOptions
    expect(await hashOf(reversed)).toBe(await hashOf(fine))
    expect(await hashOf(fine)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('hashes everything: words, processors, retention, policy', async () => {
    const changes = [
      {},
      { revision: 2 },
      { retention: { days: 1 } },
      { processors: [{ name: 'Other' }] },
      { policy: acceptOrLeave },
      { text: { en: { title: 'Summary' } } },
      { text: { en: { title: 'Summary' }, de: { title: 'Zusammenfassung' } } },
    ]
    const hashes = await Promise.all(changes.map((change) => hashOf(wrong(change))))
    expect(new Set(hashes).size).toBe(changes.length)
  })

  test.each([[undefined], [{}], [fine]])('refuses %j, which is no list', async (features) => {
    const given = features as unknown as FeatureOptions[]
    await expect(createCatalogue(given, sha256)).rejects.toMatchObject({ rule: 'features' })
  })

  test('refuses two features of one id', async () => {
    await expect(createCatalogue([fine, fine], sha256)).rejects.toMatchObject({ rule: 'feature-id' })
  })
})
