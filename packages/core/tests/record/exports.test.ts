import { sha256 } from '@askfirst/core'
import { Ajv } from 'ajv'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { toNoticeText } from '../../src/authority.ts'
import type { EventBody } from '../../src/events.ts'
import { objection } from '../../src/model/policy.ts'
import {
  selectRevisions,
  toIsoRecord,
  toKantaraReceipt,
  toRecordText,
  toVconAttachments,
} from '../../src/record.ts'
import { summary } from '../features.ts'
import { kantaraSchema, officialSchemas } from './kantara-schema.ts'
import { AT, accepted, catalogueOf, FACTS, joined, recordOf, STORY, toEvents } from './stage.ts'

const yes = STORY.slice(0, 8)
const partly = STORY.slice(0, 11)

describe('as JSON', () => {
  test('it is canonical, as the library for it writes it', () => {
    expect(toRecordText(recordOf())).toBe(canonicalize(recordOf()))
  })
})

describe('by ISO/IEC TS 27560', () => {
  const iso = toIsoRecord(recordOf())
  test('it has the fields that the document asks for, from what is known', () => {
    expect(iso.pii_processing).toMatchObject([
      {
        service: 'summary, revision 2',
        language: ['en'],
        purposes: [
          {
            purpose: 'summarise',
            lawful_basis: 'consent',
            pii_information: [
              { pii_type: 'audio', pii_optional: false },
              { pii_type: 'chat', pii_optional: false },
            ],
            pii_controllers: ['Example GmbH'],
            recipient_third_parties: ['Acme', 'Hosting'],
            storage_locations: ['EU'],
            retention_period: 'P30D',
            withdrawal_method: 'in the call, from the indicator',
            jurisdiction: ['DE'],
          },
          { purpose: 'transcribe' },
          { purpose: 'train-models' },
          { purpose: 'identify-speakers' },
        ],
      },
    ])
    expect(iso.party_identification?.map(({ party_role, party_name }) => [party_role, party_name])).toEqual([
      ['PII controller', 'Example GmbH'],
      ['PII processor', 'Acme'],
      ['PII processor', 'Hosting'],
    ])
  })

  test('each answer is a state of the Data Privacy Vocabulary', () => {
    const states = iso.consent_events.map(({ event_state, purposes }) => [
      event_state.replace('https://w3id.org/dpv#', ''),
      purposes?.join(' '),
    ])
    expect(states).toEqual([
      ['ConsentRequested', undefined],
      ['ConsentGiven', 'summarise transcribe train-models identify-speakers'],
      ['ConsentWithdrawn', 'train-models'],
      ['ConsentWithdrawn', undefined],
    ])
  })

  test('without the facts of the app, what only the app knows is not there', () => {
    const bare = toIsoRecord(recordOf(STORY, { facts: undefined }))
    expect(JSON.stringify(bare)).not.toMatch(/jurisdiction|pii_controllers|PII controller/)
  })

  test('what needs no yes says what it goes by, and an optional ask needs one all the same', async () => {
    const catalogue = await catalogueOf([{ ...summary, policy: objection }])
    const hash = [...(catalogue.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const events = STORY.map((event) =>
      'notice' in event ? { ...event, notice: { ...event.notice, hash } } : event,
    )
    const [processing] = toIsoRecord(recordOf(events, { catalogue })).pii_processing
    expect(processing?.purposes?.map(({ lawful_basis }) => lawful_basis)).toEqual([
      'objection',
      'objection',
      'consent',
      'consent',
    ])
  })
})

describe('after a change of revision', () => {
  test('a yes, and what is taken back of it, are in the words of what was asked then', async () => {
    const asks = { ...summary.asks, improve: { purpose: 'share', data: ['transcript'] } } as const
    const [text, later] = await Promise.all([
      toNoticeText({ feature: summary, lang: 'en', templates: {}, controls: [] }, sha256),
      catalogueOf([{ ...summary, revision: 3, asks }]),
    ])
    const hash = [...(later.get('summary')?.texts.keys() ?? [])][0] ?? ''
    const of = { participant: 'ben', feature: 'summary', activation: 'run-1' }
    const shown: EventBody = {
      type: 'notice.shown',
      ...of,
      kind: 'person',
      notice: { revision: 3, hash, lang: 'en' },
    }
    const taken = { decision: 2, method: 'button' } as const
    const yes = accepted('ben', ['summarise', 'improve'])
    const events = toEvents([
      ['ben', joined('ben')],
      ['ben', { ...yes, notice: { revision: 2, hash: text.hash, lang: 'en' } } as EventBody],
      ['ben', shown],
      [
        'ben',
        { type: 'consent.withdrawn', participant: 'ben', feature: 'summary', asks: ['improve'], ...taken },
      ],
    ])
    const record = recordOf(events, { catalogue: later, notices: { v: 1, texts: [text] } })
    expect(record.features.map(({ revision, asks: of = [] }) => [revision, of[2]?.purpose])).toEqual([
      [2, 'train-models'],
      [3, 'share'],
    ])
    const { consent_events } = toIsoRecord(record)
    expect(consent_events.map(({ purposes }) => purposes)).toEqual([
      ['summarise', 'train-models'],
      undefined,
      ['train-models'],
    ])
    const [, , asked, withdrawn] = record.events
    const revisions = selectRevisions(record)
    expect([asked, withdrawn].map((event) => event && revisions.get(event)?.revision)).toEqual([3, 2])
  })
})

describe('of a declaration that nobody has any more', () => {
  test('there is no receipt by Kantara and no attachment of a vCon, rather than an empty one', async () => {
    const record = recordOf(yes, { catalogue: await catalogueOf([{ ...summary, revision: 3 }]) })
    expect(() => toKantaraReceipt(record)).toThrow('record-kantara')
    expect(() => toVconAttachments(record)).toThrow('record-vcon')
    for (const write of [toKantaraReceipt, toVconAttachments])
      expect(() => write(record)).toThrow('obody has the declaration of "summary" in revision 2')
    expect(toIsoRecord(record).pii_processing[0]).not.toHaveProperty('purposes')
  })
})

describe('as a Kantara consent receipt', () => {
  const schemas = [kantaraSchema, ...officialSchemas()].map((schema) =>
    new Ajv({ strict: false }).compile(schema),
  )
  const check = (receipt: unknown) =>
    schemas.flatMap((validate) => (validate(receipt) ? [] : (validate.errors ?? [])))

  test('it is valid by its schema, and has the purposes that were granted', () => {
    const receipt = toKantaraReceipt(recordOf(yes))
    expect(check(receipt)).toEqual([])
    expect(receipt).toMatchObject({
      version: 'KI-CR-v1.1.0',
      consentTimestamp: 1_790_000_007,
      sensitive: true,
      spiCat: ['Biometric'],
      services: [{ purposes: [{ primaryPurpose: true }, {}, { primaryPurpose: false }, {}] }],
    })
  })

  test('the schema it is checked by finds what is wrong', () => {
    const receipt = toKantaraReceipt(recordOf(yes))
    const { policyUrl: _, ...without } = receipt
    expect(check(without)).not.toEqual([])
    expect(check({ ...receipt, consentTimestamp: '2026' })).not.toEqual([])
    const [service] = receipt.services
    const nameless = service?.purposes.map(({ thirdPartyName: _name, ...purpose }) => purpose)
    expect(check({ ...receipt, services: [{ ...service, purposes: nameless }] })).not.toEqual([])
  })

  test('an ask that was taken back is not in it', () => {
    const [service] = toKantaraReceipt(recordOf(partly)).services
    expect(service?.purposes.map(({ purpose }) => purpose)).toEqual(['summarise', 'transcribe', 'voices'])
  })

  test('its time, language and method are those of the yes that was given last', async () => {
    const catalogue = await catalogueOf([summary, { ...summary, id: 'captions' }])
    const yesTo = (feature: string, lang: string, method: string): EventBody => {
      const hash = [...(catalogue.get(feature)?.texts.keys() ?? [])][0] ?? ''
      const notice = { revision: 2, hash, lang }
      return { ...accepted('ben', ['summarise']), feature, notice, method } as EventBody
    }
    const events = toEvents([
      ['ben', joined('ben')],
      ['ben', yesTo('summary', 'en', 'button')],
      ['ben', yesTo('captions', 'de', 'key')],
      [
        'ben',
        { type: 'consent.withdrawn', participant: 'ben', feature: 'summary', decision: 2, method: 'button' },
      ],
      ['ben', yesTo('summary', 'en', 'button')],
    ])
    expect(toKantaraReceipt(recordOf(events, { catalogue }))).toMatchObject({
      consentTimestamp: AT / 1_000 + 4,
      language: 'en',
      collectionMethod: 'asked in the call, answered by button',
    })
  })

  test('there is none without a yes that stands, nor without who is responsible', () => {
    expect(() => toKantaraReceipt(recordOf())).toThrow('No yes stands')
    const { controllers: _, ...facts } = FACTS
    expect(() => toKantaraReceipt(recordOf(yes, { facts }))).toThrow('The facts lack controllers')
    const controllers = [{ name: 'Example GmbH', email: 'a@b.example' }]
    expect(() => toKantaraReceipt(recordOf(yes, { facts: { ...FACTS, controllers } }))).toThrow(
      'controllers[0].contact, controllers[0].address, controllers[0].phone',
    )
  })
})
