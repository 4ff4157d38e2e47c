import { toConsentStatus } from './dpv.ts'
import type {
  ConsentRecord,
  Controller,
  RecordedAsk,
  RecordedEvent,
  RecordedFeature,
} from './record-types.ts'
import { selectRevisions } from './revisions.ts'

// takes: a record · gives: the fields of ISO/IEC TS 27560

/** Fields of ISO/IEC TS 27560:2023, by its names. */
export interface IsoRecord {
  readonly schema_version: string
  readonly record_id: string
  readonly pii_principal_id: string
  readonly pii_processing: readonly IsoProcessing[]
  readonly party_identification?: readonly IsoParty[]
  readonly consent_events: readonly IsoEvent[]
}

/** One feature in one revision. */
export interface IsoProcessing {
  readonly service: string
  /** Hashes of the texts that were shown, and the URL of the policy where the app gave one. */
  readonly privacy_notice: readonly string[]
  readonly language: readonly string[]
  readonly purposes?: readonly IsoPurpose[]
}

interface IsoPurpose {
  readonly purpose: string
  readonly purpose_type: readonly string[]
  readonly lawful_basis: string
  readonly pii_information: readonly { readonly pii_type: string; readonly pii_optional: boolean }[]
  readonly pii_controllers?: readonly string[]
  readonly recipient_third_parties: readonly string[]
  readonly storage_locations?: readonly string[]
  readonly retention_period: string
  readonly withdrawal_method: string
  readonly jurisdiction?: readonly string[]
}

interface IsoParty {
  readonly party_id: string
  readonly party_role: 'PII controller' | 'PII processor'
  readonly party_name: string
  readonly party_contact?: string
  readonly party_email?: string
  readonly party_phone?: string
  readonly party_address?: Controller['address']
  readonly party_url?: string
}

interface IsoEvent {
  readonly event_time: string
  readonly event_type: string
  /** By the Data Privacy Vocabulary. */
  readonly event_state: string
  readonly entity_id: string
  readonly service: string
  /** Purposes that were granted. */
  readonly purposes?: readonly string[]
}

/**
 * The record in the fields of ISO/IEC TS 27560. What the app did not say stays out, also where that document asks
 * for it: `jurisdiction` and `pii_controllers` come from the app's facts.
 */
export function toIsoRecord(record: ConsentRecord): IsoRecord {
  const { controllers, features, policyUrl, recordId, subject } = record
  const parties = [...toControllers(controllers ?? []), ...toProcessors(features)]
  return {
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: recordId,
    pii_principal_id: subject.id,
    pii_processing: features.map((feature) => {
      const { asks, notices } = feature
      const urls = policyUrl === undefined ? [] : [policyUrl]
      return {
        service: `${feature.id}, revision ${feature.revision}`,
        privacy_notice: [...notices.map(({ hash }) => `sha256:${hash}`), ...urls],
        language: [...new Set(notices.map(({ lang }) => lang))],
        ...(asks !== undefined && { purposes: asks.map((ask) => toPurpose(record, feature, ask)) }),
      }
    }),
    ...(parties.length > 0 && { party_identification: parties }),
    consent_events: toEvents(record),
  }
}

function toPurpose(record: ConsentRecord, feature: RecordedFeature, ask: RecordedAsk): IsoPurpose {
  const { basis = 'consent', processors = [], retention } = feature
  const { controllers, jurisdiction, withdrawal } = record
  const regions = processors.flatMap(({ region }) => region ?? [])
  return {
    purpose: ask.purpose,
    purpose_type: ask.dpv,
    lawful_basis: ask.required ? basis : 'consent',
    pii_information: ask.data.map((kind) => ({ pii_type: kind, pii_optional: !ask.required })),
    ...(controllers !== undefined && { pii_controllers: controllers.map(({ name }) => name) }),
    recipient_third_parties: processors.map(({ name }) => name),
    ...(regions.length > 0 && { storage_locations: [...new Set(regions)] }),
    retention_period: `P${retention?.days ?? 0}D`,
    withdrawal_method: withdrawal,
    ...(jurisdiction !== undefined && { jurisdiction }),
  }
}

const toControllers = (controllers: readonly Controller[]): readonly IsoParty[] =>
  controllers.map(({ name, contact, email, phone, address, url }) => ({
    party_id: name,
    party_role: 'PII controller',
    party_name: name,
    ...(contact !== undefined && { party_contact: contact }),
    ...(email !== undefined && { party_email: email }),
    ...(phone !== undefined && { party_phone: phone }),
    ...(address !== undefined && { party_address: address }),
    ...(url !== undefined && { party_url: url }),
  }))

const toProcessors = (features: readonly RecordedFeature[]): readonly IsoParty[] =>
  [...new Set(features.flatMap(({ processors = [] }) => processors.map(({ name }) => name)))].map((name) => ({
    party_id: name,
    party_role: 'PII processor',
    party_name: name,
  }))

/** Removing somebody ends each yes of theirs that still counts, and erasing one that does; it changes no other. */
function toEvents(record: ConsentRecord): readonly IsoEvent[] {
  const { events } = record
  const revisions = selectRevisions(record)
  const given = new Set<string>()
  return events.flatMap((event): readonly IsoEvent[] => {
    const { feature = '', type } = event
    if (type === 'participant.removed') {
      const ended = [...given].flatMap((service) => toEvent({ ...event, feature: service }))
      given.clear()
      return ended
    }
    if (type === 'erasure.requested' && !given.has(feature)) return []
    if (type === 'consent.accepted') given.add(feature)
    else if (ENDING.includes(type) && event.asks === undefined) given.delete(feature)
    return toEvent(event, revisions.get(event)?.asks)
  })
}
const ENDING: readonly string[] = [
  'consent.declined',
  'consent.withdrawn',
  'consent.expired',
  'erasure.requested',
]

function toEvent(event: RecordedEvent, asks: readonly RecordedAsk[] = []): readonly IsoEvent[] {
  // Withdrawing an optional ask leaves the rest of the consent as it is.
  const state = event.asks !== undefined ? undefined : toConsentStatus(event.type)
  if (state === undefined && event.asks === undefined) return []
  const granted = event.grants?.map((grant) => asks.find(({ id }) => id === grant)?.purpose ?? grant)
  const taken = event.asks?.map((ask) => asks.find(({ id }) => id === ask)?.purpose ?? ask)
  const purposes = granted ?? taken
  return [
    {
      event_time: event.at,
      event_type: event.type,
      event_state: state ?? toConsentStatus('consent.withdrawn') ?? '',
      entity_id: event.by,
      service: event.feature ?? '',
      ...(purposes !== undefined && { purposes }),
    },
  ]
}
