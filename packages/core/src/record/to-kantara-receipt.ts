import { fromTime } from '../defaults/calendar.ts'
import { AskFirstError } from '../error.ts'
import { type RecordedAnswer, selectAnswers, selectUnknown } from './answers.ts'
import type { ConsentRecord, Controller } from './record-types.ts'

// takes: a record · gives: a consent receipt of the Kantara Initiative

/** A consent receipt of the Kantara Initiative, version 1.1.0. */
export interface KantaraReceipt {
  readonly version: 'KI-CR-v1.1.0'
  readonly jurisdiction: string
  /** Seconds since 1970. */
  readonly consentTimestamp: number
  readonly collectionMethod: string
  readonly consentReceiptID: string
  readonly language?: string
  readonly piiPrincipalId: string
  readonly piiControllers: readonly {
    readonly piiController: string
    readonly contact: string
    readonly address: Readonly<Record<string, string>>
    readonly email: string
    readonly phone: string
    readonly piiControllerUrl?: string
  }[]
  readonly policyUrl: string
  readonly services: readonly {
    readonly service: string
    readonly purposes: readonly KantaraPurpose[]
  }[]
  readonly sensitive: boolean
  readonly spiCat: readonly string[]
}

interface KantaraPurpose {
  readonly purpose: string
  readonly purposeCategory: readonly string[]
  readonly consentType: 'EXPLICIT'
  readonly piiCategory: readonly string[]
  readonly primaryPurpose: boolean
  readonly termination: string
  readonly thirdPartyDisclosure: boolean
  readonly thirdPartyName?: string
}

/**
 * The yeses that stand at the end of the record, as a Kantara consent receipt: it has no words for a no.
 *
 * @throws AskFirstError where no yes stands, nobody has the declaration of what one was given to, or the app did not
 * say what every such receipt has to hold
 */
export function toKantaraReceipt(record: ConsentRecord): KantaraReceipt {
  const yeses = selectAnswers(record).filter(({ state, grants }) => state === 'accepted' && grants.length > 0)
  // The answers stand in the order of the features, not of their time.
  const [latest] = yeses.flatMap(({ yes }) => yes ?? []).sort((some, other) => other.seq - some.seq)
  const { controllers = [], jurisdiction = [], policyUrl } = record
  if (latest === undefined) {
    throw wrong('No yes stands in this record.', 'Use another format: this one has no words for a no.')
  }
  const unknown = selectUnknown(yeses)
  if (unknown.length > 0) {
    throw wrong(
      `Nobody has the declaration of ${unknown.join(', ')} any more.`,
      'Give every text that was registered, or the features as they were then.',
      'A receipt of a yes says what the yes was to.',
    )
  }
  const missing = [
    ...(jurisdiction.length === 0 ? ['jurisdiction'] : []),
    ...(policyUrl === undefined ? ['policyUrl'] : []),
    ...(controllers.length === 0 ? ['controllers'] : []),
    ...controllers.flatMap((controller, at) =>
      CONTACT.flatMap((field) => (controller[field] === undefined ? [`controllers[${at}].${field}`] : [])),
    ),
  ]
  if (missing.length > 0) {
    throw wrong(`The facts lack ${missing.join(', ')}.`, 'Give them with the facts of the app.')
  }
  const language = latest.notice?.lang
  const services = yeses.map(toService)
  const isVoiced = yeses.some(({ feature, grants }) =>
    feature.asks?.some(({ id, purpose }) => purpose === 'identify-speakers' && grants.includes(id)),
  )
  return {
    version: 'KI-CR-v1.1.0',
    jurisdiction: jurisdiction.join(' '),
    consentTimestamp: Math.floor(fromTime(latest.at) / 1000),
    collectionMethod: `asked in the call, answered by ${latest.method ?? 'unknown'}`,
    consentReceiptID: record.recordId,
    ...(language !== undefined && { language }),
    piiPrincipalId: record.subject.id,
    piiControllers: controllers.map(toController),
    policyUrl: policyUrl ?? '',
    services,
    sensitive: isVoiced,
    spiCat: isVoiced ? ['Biometric'] : [],
  }
}

const CONTACT = ['contact', 'address', 'email', 'phone'] as const satisfies readonly (keyof Controller)[]

const toController = ({
  name,
  contact = '',
  address = {},
  email = '',
  phone = '',
  url,
}: Controller): KantaraReceipt['piiControllers'][number] => ({
  piiController: name,
  contact,
  address,
  email,
  phone,
  ...(url !== undefined && { piiControllerUrl: url }),
})

function toService({ feature, grants }: RecordedAnswer): KantaraReceipt['services'][number] {
  const { asks = [], processors = [], retention } = feature
  const granted = asks.filter(({ id }) => grants.includes(id))
  const days = retention?.days ?? 0
  return {
    service: `${feature.id}, revision ${feature.revision}`,
    purposes: granted.map(({ id, purpose, data, required }) => ({
      purpose: id,
      purposeCategory: [purpose],
      consentType: 'EXPLICIT',
      piiCategory: data,
      primaryPurpose: required,
      termination: `kept for ${days} ${days === 1 ? 'day' : 'days'}`,
      thirdPartyDisclosure: processors.length > 0,
      ...(processors.length > 0 && { thirdPartyName: processors.map(({ name }) => name).join(', ') }),
    })),
  }
}

const wrong = (
  what: string,
  fix: string,
  why = 'Its schema asks for a consent, and for who is responsible.',
): AskFirstError =>
  new AskFirstError('record-kantara', { what: `No Kantara consent receipt can be made: ${what}`, why, fix })
