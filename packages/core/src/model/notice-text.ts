import { toCanonical } from '../evidence/canonical.ts'
import type { Digest } from '../ports.ts'
import { toDeclarationHash } from './declaration-hash.ts'
import { defineFeature, type FeatureOptions, type FeatureText } from './feature.ts'

// takes: a feature, and what a user interface says of it in one language · gives: the text as it is hashed and kept
// What was agreed to can be read years later.

/** One registered text, by its hash. */
export interface NoticeHash {
  /** Id of the feature. */
  readonly feature: string
  readonly revision: number
  /** BCP 47. */
  readonly lang: string
  /** SHA-256, hex, of the declaration that the text was made from. */
  readonly declaration: string
  /** SHA-256, hex, of the text. */
  readonly hash: string
}

/** Registered texts without their words: what `createConsentClient` needs of `notices.json`. */
export interface NoticeHashes {
  readonly v: number
  readonly texts: readonly NoticeHash[]
}

/** What a user interface says about one feature in one language; see `noticeSources` of `@askfirst/react`. */
export interface NoticeSource {
  readonly feature: FeatureOptions
  /** BCP 47. */
  readonly lang: string
  /** The strings with their placeholders, by key: only those that this notice uses. */
  readonly templates: Readonly<Record<string, string>>
  /** The feature's own words in this language, where it brings any. */
  readonly own?: FeatureText | undefined
  /** The controls, in the order in which they stand. */
  readonly controls: readonly string[]
}

/** One registered text with everything that its hash covers. */
export interface NoticeText extends NoticeHash {
  readonly templates: Readonly<Record<string, string>>
  /** What fills the templates: the declaration without its words in other languages. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly controls: readonly string[]
}

/**
 * The text of a notice as it is registered.
 *
 * @throws AskFirstError where the feature breaks a rule of `defineFeature`
 */
export async function toNoticeText(source: NoticeSource, digest: Digest): Promise<NoticeText> {
  const { lang, templates, own, controls } = source
  const { id, revision, text: _, ...declared } = defineFeature(source.feature)
  const content = {
    feature: id,
    revision,
    lang,
    declaration: await toDeclarationHash(source.feature, digest),
    templates,
    parameters: { ...declared, ...(own !== undefined && { text: own }) },
    controls,
  }
  return { ...content, hash: await toNoticeHash(content, digest) }
}

/** SHA-256, hex, of everything that is registered beside the hash itself, in canonical form (RFC 8785). */
export function toNoticeHash(text: Omit<NoticeText, 'hash'>, digest: Digest): Promise<string> {
  return digest(toCanonical({ ...text, hash: undefined }))
}
