/**
 * The notice, the lasting indicator, the choices of a person and the controls of a host, and the hooks underneath.
 *
 * @module @askfirst/react
 */

'use client'

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
export { useFeature, useFeatures } from './features.ts'
export { HostFeatures, type HostFeaturesProps } from './host-features.tsx'
export { LobbyNotice, type LobbyNoticeProps } from './lobby-notice.tsx'
export { MyChoices, type MyChoicesProps } from './my-choices.tsx'
export { NoticeParts as Notice, type NoticeRootProps } from './notice-parts.tsx'
export { playTone } from './play-tone.ts'
export type { LanguageText, TextKey } from './text/text-keys.ts'
export { createText, type I18n, type Text, type TextOptions, type TextValues } from './text.ts'
export type { Press } from './use-armed.ts'
export { type HostAnswer, type HostFeature, useHostFeatures } from './use-host-features.ts'
export { type Indicator, useIndicator } from './use-indicator.ts'
export { type Notice as NoticeModel, type NoticeOptions, useNotice } from './use-notice.ts'
export { type Question, type QuestionOptions, useQuestion } from './use-question.ts'
export { describeNotice, type NoticeContext, type NoticeWords, type OptionalAskWords } from './words.ts'
