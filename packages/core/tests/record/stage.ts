import { sha256 } from '@askfirst/core'
import { createCatalogue } from '../../src/authority.ts'
import type { EventBody, MeetingEvent } from '../../src/events.ts'
import type { FeatureOptions } from '../../src/model/feature.ts'
import { createRecord, type RecordFacts, type RecordOptions } from '../../src/record.ts'
import { minutes, summary } from '../features.ts'

// A meeting by hand, of whose events records are made.

export const KEY = new Uint8Array(32).fill(7)
export const AT = 1_790_000_000_000
export const catalogueOf = (features: readonly FeatureOptions[]) => createCatalogue(features, sha256)
export const catalogue = await catalogueOf([summary, minutes])
export const TEXT = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''

const notice = { revision: 2, hash: TEXT, lang: 'en' }
const run = { feature: 'summary', activation: 'run-1' }
export const joined = (participant: string): EventBody => ({
  type: 'participant.joined',
  participant,
  connection: `${participant}-tab`,
  place: 'call',
  role: participant === 'anna' ? 'host' : 'attendee',
  kind: 'person',
})
export const shows = (participant: string): EventBody => ({
  type: 'indicator.shown',
  participant,
  connection: `${participant}-tab`,
  knows: [...catalogue.values()].map(({ hash }) => hash),
})
export const accepted = (participant: string, grants: readonly string[], decision = 1): EventBody => ({
  type: 'consent.accepted',
  participant,
  ...run,
  notice,
  kind: 'person',
  grants,
  processors: ['Acme', 'Hosting'],
  decision,
  method: 'button',
  armedMs: 800,
  visibleMs: 2_400,
})
const enforced = { feature: 'summary', enforcer: 'gate:w1', term: 1 }

/** Each event a second after the one before. */
export const toEvents = (
  story: readonly (readonly [by: string, body: EventBody])[],
): readonly MeetingEvent[] =>
  story.map(([by, body], index) => ({
    ...body,
    number: index + 1,
    at: AT + index * 1_000,
    by,
    command: `c${index}`,
    ...(by === 'ben' && { clientAt: AT + index * 1_000 - 40 }),
  }))

export const STORY = toEvents([
  ['authority', { type: 'authority.started' }],
  ['anna', joined('anna')],
  ['ben', joined('ben')],
  ['ben', shows('ben')],
  ['anna', { type: 'feature.enabled', ...run, revision: 2 }],
  ['anna', accepted('anna', ['summarise', 'transcribe'])],
  ['ben', { type: 'notice.shown', participant: 'ben', ...run, notice, kind: 'person', visibleMs: 2_100 }],
  ['ben', accepted('ben', ['summarise', 'transcribe', 'improve', 'voices'])],
  ['gate:w1', { type: 'enforcement.confirmed', ...enforced, epoch: 3 }],
  ['gate:w1', { type: 'enforcement.confirmed', ...enforced, epoch: 4 }],
  [
    'ben',
    {
      type: 'consent.withdrawn',
      participant: 'ben',
      feature: 'summary',
      decision: 2,
      method: 'key',
      asks: ['improve'],
    },
  ],
  ['gate:w1', { type: 'enforcement.confirmed', ...enforced, epoch: 5 }],
  [
    'ben',
    { type: 'consent.withdrawn', participant: 'ben', feature: 'summary', decision: 3, method: 'button' },
  ],
  [
    'ben',
    {
      type: 'erasure.requested',
      participant: 'ben',
      feature: 'summary',
      request: 3,
      processors: ['Acme', 'Hosting'],
    },
  ],
  [
    'processor:Acme',
    { type: 'erasure.acknowledged', participant: 'ben', feature: 'summary', request: 3, processor: 'Acme' },
  ],
  ['anna', { type: 'feature.disabled', ...run, cause: 'person' }],
])

export const FACTS: RecordFacts = {
  provider: 'Video Ltd',
  assurance: 'sso',
  jurisdiction: ['DE'],
  controllers: [
    {
      name: 'Example GmbH',
      contact: 'Data protection officer',
      email: 'privacy@example.org',
      phone: '+49 30 123456',
      address: { streetAddress: 'Weg 1', addressCountry: 'DE' },
      url: 'https://example.org',
    },
  ],
  policyUrl: 'https://example.org/privacy',
}

export const recordOf = (events: readonly MeetingEvent[] = STORY, more: Partial<RecordOptions> = {}) =>
  createRecord({ meeting: 'standup', participant: 'ben', events, catalogue, key: KEY, facts: FACTS, ...more })
