import type { Purpose } from '../model/feature.ts'

// takes: a purpose · gives: its terms in the Data Privacy Vocabulary

const AI = 'https://w3id.org/dpv/ai#'
const DPV = 'https://w3id.org/dpv#'

/** What the Data Privacy Vocabulary (2.3) calls each purpose. It has no word for meetings. */
const TERMS: Readonly<Record<Purpose, readonly string[]>> = {
  summarise: [`${AI}AutomaticSummarisation`],
  transcribe: [`${AI}SpeechRecognition`],
  caption: [`${AI}SpeechRecognition`],
  translate: [`${AI}MachineTranslation`],
  'take-notes': [`${AI}AutomaticSummarisation`],
  'compose-chat': [`${AI}NaturalLanguageGeneration`],
  'answer-questions': [`${AI}QuestionAnswering`],
  'identify-speakers': [`${AI}SpeakerRecognition`],
  'train-models': [`${AI}ModelTraining`],
  share: [`${DPV}Share`],
}
/** None for a purpose of a later version. */
export const toDpvTerms = (purpose: string): readonly string[] => TERMS[purpose as Purpose] ?? []

/** What the vocabulary calls the state of a consent after an event; undefined where the event changes none. */
export function toConsentStatus(type: string): string | undefined {
  const status = STATUSES[type]
  return status === undefined ? undefined : `${DPV}${status}`
}
const STATUSES: Readonly<Record<string, string>> = {
  'notice.shown': 'ConsentRequested',
  'consent.accepted': 'ConsentGiven',
  'consent.declined': 'ConsentRefused',
  'consent.deferred': 'ConsentRequestDeferred',
  'consent.withdrawn': 'ConsentWithdrawn',
  'consent.expired': 'ConsentExpired',
  'erasure.requested': 'ConsentWithdrawn',
  'participant.removed': 'ConsentRevoked',
}
