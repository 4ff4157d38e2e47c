import type { EventBody, EventType, MeetingEvent } from '../../src/events.ts'

/** People, by names that stand out in any text. */
export const [ANNA, BEN, ZOE] = ['anna-of-accounting', 'ben"of@bremen', 'zoë \u2028'] as const
export const PEOPLE = [ANNA, BEN, ZOE] as const

const of = { feature: 'minutes', activation: 'run-1' }
const own = { feature: `notes@${BEN}`, activation: 'run-2' }
const notice = { revision: 2, lang: 'en', hash: 'e3b0' }
const evidence = { method: 'button', armedMs: 812, visibleMs: 2_411 } as const
const enforced = { feature: own.feature, enforcer: 'gate:w1', term: 1, epoch: 4 }

/** One of each type at least, with every field that it may have. A new type does not compile until it is here. */
const BODIES: {
  readonly [Type in EventType]: readonly [by: string, body: Extract<EventBody, { type: Type }>][]
} = {
  'authority.started': [['authority', { type: 'authority.started' }]],
  'participant.joined': [
    [
      BEN,
      {
        type: 'participant.joined',
        participant: BEN,
        connection: 'tab',
        place: 'call',
        room: 'r',
        role: 'host',
        kind: 'person',
      },
    ],
  ],
  'participant.left': [
    [BEN, { type: 'participant.left', participant: BEN, connection: 'tab' }],
    [ZOE, { type: 'participant.left', participant: ZOE, connection: '', instead: own }],
  ],
  'participant.lapsed': [
    ['authority', { type: 'participant.lapsed', participant: BEN, connection: 'tab', cause: 'silent' }],
  ],
  'participant.removed': [[ANNA, { type: 'participant.removed', participant: BEN }]],
  'role.changed': [['app:server', { type: 'role.changed', participant: BEN, role: 'cohost' }]],
  'roster.reported': [
    [
      'app:server',
      {
        type: 'roster.reported',
        joined: [
          { participant: BEN, kind: 'person' },
          { kind: 'phone', participant: ZOE },
        ],
        left: [ANNA, BEN],
      },
    ],
  ],
  'indicator.shown': [
    [BEN, { type: 'indicator.shown', participant: BEN, connection: 'tab', knows: ['b', 'a'] }],
  ],
  'indicator.hidden': [[BEN, { type: 'indicator.hidden', participant: BEN, connection: 'tab' }]],
  'feature.enabled': [
    [ANNA, { type: 'feature.enabled', ...of, revision: 2 }],
    [BEN, { type: 'feature.enabled', ...own, revision: 1 }],
  ],
  'feature.disabled': [[ANNA, { type: 'feature.disabled', ...own, cause: 'barred' }]],
  'feature.barred': [[ANNA, { type: 'feature.barred', feature: 'notes' }]],
  'feature.allowed': [[ANNA, { type: 'feature.allowed', feature: 'notes' }]],
  'feature.offRequested': [
    [BEN, { type: 'feature.offRequested', ...own, participant: BEN }],
    ['authority', { type: 'feature.offRequested', ...of }],
  ],
  'notice.shown': [
    [
      ZOE,
      {
        type: 'notice.shown',
        ...own,
        participant: ZOE,
        notice,
        visibleMs: 2_000,
        kind: 'person',
        room: 'r',
        processors: ['Acme'],
      },
    ],
  ],
  'notice.lapsed': [
    [
      'authority',
      { type: 'notice.lapsed', ...own, participant: ZOE, of: 'answer', revision: 1, processors: ['Acme'] },
    ],
  ],
  'notice.askedAgain': [[ANNA, { type: 'notice.askedAgain', ...of }]],
  'consent.accepted': [
    [
      ZOE,
      {
        ...evidence,
        ...own,
        type: 'consent.accepted',
        participant: ZOE,
        notice,
        kind: 'person',
        room: 'r',
        grants: ['summarise', 'improve'],
        processors: ['Acme'],
        decision: 1,
      },
    ],
  ],
  'consent.declined': [
    [ZOE, { ...evidence, type: 'consent.declined', participant: ZOE, feature: own.feature, decision: 2 }],
  ],
  'consent.withdrawn': [
    [
      BEN,
      {
        ...evidence,
        type: 'consent.withdrawn',
        participant: BEN,
        feature: 'minutes',
        decision: 3,
        asks: ['improve'],
      },
    ],
  ],
  'consent.deferred': [[BEN, { type: 'consent.deferred', ...of, participant: BEN, revision: 2 }]],
  'consent.expired': [['authority', { type: 'consent.expired', participant: BEN, feature: 'minutes' }]],
  'erasure.requested': [
    [
      BEN,
      { type: 'erasure.requested', participant: BEN, feature: 'minutes', request: 1, processors: ['Acme'] },
    ],
  ],
  'erasure.acknowledged': [
    [
      'processor:Acme',
      { type: 'erasure.acknowledged', participant: BEN, feature: 'minutes', request: 1, processor: 'Acme' },
    ],
  ],
  'enforcement.confirmed': [['gate:w1', { type: 'enforcement.confirmed', ...enforced }]],
  'enforcement.failed': [
    ['gate:w1', { type: 'enforcement.failed', ...enforced, uncovered: [BEN, ZOE], why: 'no such track' }],
  ],
  'enforcement.overdue': [['authority', { type: 'enforcement.overdue', ...enforced }]],
}

/** A meeting in which everything happened, in no order that makes sense. */
export const EVERY_EVENT: readonly MeetingEvent[] = (
  Object.values(BODIES) as readonly (readonly (readonly [string, EventBody])[])[]
)
  .flat()
  .map(([by, body], at) => ({
    ...body,
    number: at + 1,
    at: 1_795_000_000_000 + at,
    by,
    command: `c-${at}`,
    clientAt: at % 3 === 2 ? undefined : 1_795_000_000_123 + at,
    bridge: by === ZOE ? 'sip-1' : undefined,
  }))
