/**
 * What notices say, for `askfirst notices build` to register.
 *
 * @module @askfirst/react/notices
 */

import {
  AskFirstError,
  type Company,
  type FeatureOptions,
  type NoticeSource,
  type ParticipantKind,
} from '@askfirst/core'
import { announceNotice } from './announce-notice.ts'
import { needsYes } from './policy-words.ts'
import type { LanguageText, TextKey } from './text/text-keys.ts'
import { KEYS, type Text } from './text.ts'
import { ANSWERS, describeNotice, selectFeatureText } from './words.ts'

/** What is asked about, and the words of every language that it is asked in. */
export interface NoticeSourcesOptions {
  /** The same features that the web app, the server and the AI workers are given. */
  readonly features: readonly FeatureOptions[]
  /** Every language that is shown, by BCP 47, as the page shows it: English and the app's own changes included. */
  readonly texts: Readonly<Record<string, LanguageText>>
}

/**
 * What the notice of each feature says in each language, for `askfirst notices build` to register.
 *
 * takes: features and the words of languages · gives: the strings each notice uses, and its controls in order
 *
 * @throws AskFirstError where a language lacks a text, or a feature with words of its own has none in it
 */
export function noticeSources({ features, texts }: NoticeSourcesOptions): readonly NoticeSource[] {
  return Object.entries(texts).flatMap(([lang, words]) => {
    assertWhole(lang, words)
    return features.map((feature) => toSource(feature, lang, words))
  })
}

function toSource(
  feature: FeatureOptions,
  lang: string,
  words: Readonly<Record<string, string>>,
): NoticeSource {
  const used = new Map<string, string>()
  // The notice itself says which of the words it uses: nothing here has to know.
  const text: Text = {
    lang,
    dir: 'ltr',
    t(key) {
      for (const known of [key, ...PLURALS.map((plural) => `${key}_${plural}`)]) {
        const template = words[known]
        if (template !== undefined) used.set(known, template)
      }
      return ''
    },
  }
  announceNotice(feature, text, '', undefined)
  announceNotice(feature, text, '', '')
  const isTimed = feature.policy.unanswered !== undefined
  const contexts = CONTEXTS.filter(({ hasBegun, isEnding }) =>
    isEnding ? isTimed : hasBegun !== true || !needsYes(feature),
  )
  const said = contexts.map((context) => describeNotice(feature, text, context))
  const optional = new Set(said.flatMap((notice) => notice.optional.map(({ id }) => `ask:${id}`)))
  return {
    feature,
    lang,
    templates: Object.fromEntries(used),
    own: selectFeatureText(feature, text),
    controls: [...optional, ...ANSWERS, ...(needsYes(feature) ? ['later'] : []), 'details'],
  }
}

/** Endings of the texts that count; see `Intl.PluralRules`. */
const PLURALS = ['zero', 'one', 'two', 'few', 'many', 'other']

// Whoever adds a kind or a company is told by the compiler that a notice may say something else to it.
const KINDS = Object.keys({
  person: true,
  room: true,
  phone: true,
  agent: true,
  recorder: true,
} satisfies Record<ParticipantKind, true>) as ParticipantKind[]
const COMPANIES = Object.keys({
  alone: true,
  pair: true,
  few: true,
  many: true,
} satisfies Record<Company, true>) as Company[]
/** Everybody a notice may be shown to, in every company, with and without who turned it on, also to say yes, before joining, and at the end. */
const CONTEXTS = KINDS.flatMap((kind) =>
  COMPANIES.flatMap((company) => [
    { kind, company },
    { kind, company, by: '' },
    { kind, company, isYes: true },
    { kind, company, hasBegun: true },
    { kind, company, isInLobby: true },
    { kind, company, isEnding: true },
  ]),
)

function assertWhole(lang: string, words: Readonly<Record<string, string>>): void {
  const has = (key: TextKey) => Object.keys(words).some((known) => known === key || known === `${key}_other`)
  const missing = KEYS.find((key) => !has(key))
  if (missing === undefined && isLanguage(lang)) return
  throw new AskFirstError('language', {
    what:
      missing === undefined
        ? `texts has ${JSON.stringify(lang)}, which is no language.`
        : `texts['${lang}'] has no "${missing}".`,
    why: 'What somebody agrees to is whole, and in one language.',
    fix: `Use a BCP 47 language and all of its texts: { en } of @askfirst/react/text/en, or { ...en, ...yours }.`,
  })
}

function isLanguage(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang)[0] === lang
  } catch {
    return false
  }
}
