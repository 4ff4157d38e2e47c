/**
 * The notice, the lasting indicator, the choices of a person and the controls of a host, and the hooks underneath.
 *
 * @module @askfirst/react
 */

'use client'

export { type AnswerProps, toAnswerProps } from './answer-props.ts'
export { ConsentIndicator } from './consent-indicator.tsx'
export { ConsentNotice, type ConsentNoticeProps, type SafeArea } from './consent-notice.tsx'
export { ConsentTally, type ConsentTallyProps } from './consent-tally.tsx'
export {
  type AnyClient,
  ConsentProvider,
  type ConsentProviderProps,
  type PartOptions,
  useConsentClient,
  useText,
} from './context.tsx'
export { useFeatures } from './features.ts'
export { HostFeatures, type HostFeaturesProps } from './host-features.tsx'
export {
  HostFeatureParts as HostFeature,
  type HostFeatureRootProps,
  type HostFeatureTallyProps,
} from './host-parts.tsx'
export { IndicatorParts as Indicator, type IndicatorRootProps } from './indicator-parts.tsx'
export {
  LobbyNotice,
  type LobbyNoticeProps,
  LobbyParts as Lobby,
  type LobbyRootProps,
} from './lobby-notice.tsx'
export { MyChoices, type MyChoicesProps } from './my-choices.tsx'
export { NoticeParts as Notice, type NoticeRootProps } from './notice-parts.tsx'
export type { PartOf, PartProps } from './part.tsx'
export { playTone } from './play-tone.ts'
export type { LanguageText, TextKey } from './text/text-keys.ts'
export { createText, type I18n, type Text, type TextOptions, type TextValues } from './text.ts'
export type { Press } from './use-armed.ts'
export type { ChoicesOptions } from './use-choices.tsx'
export { useFeature, useTally } from './use-feature.ts'
export {
  type HostAnswer,
  type HostFeature as HostFeatureModel,
  useHostFeatures,
} from './use-host-features.ts'
export { type Indicator as IndicatorModel, useIndicator } from './use-indicator.ts'
export { type Notice as NoticeModel, type NoticeOptions, useNotice } from './use-notice.ts'
export { type Question, type QuestionOptions, useQuestion } from './use-question.ts'
export { describeNotice, type NoticeContext, type NoticeWords, type OptionalAskWords } from './words.ts'
