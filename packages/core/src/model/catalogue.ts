import { AskFirstError } from '../error.ts'
import type { Digest } from '../ports.ts'
import { toDeclarationHash } from './declaration-hash.ts'
import { defineFeature, type FeatureOptions, selectOptionalAsks, selectRequiredAsks } from './feature.ts'
import type { NoticeHashes } from './notice-text.ts'

// takes: features and registered texts · gives: each with the hashes it is known by

/** A feature with the hash of its declaration and of its notices, as registered with the authority. */
export interface CatalogueEntry {
  readonly feature: FeatureOptions
  /** SHA-256, hex, of the declaration in canonical form (RFC 8785): pages say by it what they can show. */
  readonly hash: string
  /**
   * Language by the hash of each text that may be answered, current words last.
   *
   * Without registered notices it has the hash of the declaration only, in the language '': any.
   */
  readonly texts: ReadonlyMap<string, string>
  /** Ids of the asks that are part of every yes. Listed once: each decision of everybody asks for them. */
  readonly required: readonly string[]
  /** Ids of the asks that are granted only when ticked. */
  readonly optional: readonly string[]
  /** Names of who receives what the feature takes. */
  readonly processors: readonly string[]
}

/** The features an app declares, by id. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>

/**
 * Hashes and registers features.
 *
 * The hash covers everything the feature declares, its own words in every language included. Client and
 * authority each make it from their own copy: an answer to a declaration that the authority does not
 * have is rejected as `unknown-notice`. With `notices`, only the texts registered there for the same
 * declarations may be answered; those of others, older revisions among them, are left aside.
 *
 * @throws AskFirstError where two features share an id, or one breaks a rule of `defineFeature`
 */
export async function createCatalogue(
  features: readonly FeatureOptions[],
  digest: Digest,
  notices?: NoticeHashes,
): Promise<Catalogue> {
  const catalogue = new Map<string, CatalogueEntry>()
  for (const feature of checkFeatures(features)) {
    const hash = await toDeclarationHash(feature, digest)
    const texts = notices?.texts.filter((text) => text.declaration === hash) ?? [{ hash, lang: '' }]
    catalogue.set(feature.id, toEntry(feature, hash, texts))
  }
  return catalogue
}

/**
 * The features, checked: whoever declared one without `defineFeature` meets its rules here.
 *
 * @throws AskFirstError where they are no list, two share an id, or one breaks a rule
 */
export function checkFeatures(features: readonly FeatureOptions[]): readonly FeatureOptions[] {
  if (!Array.isArray(features)) {
    throw new AskFirstError('features', {
      what: `features is ${features === undefined ? 'missing' : 'no list'}.`,
      why: 'Whoever asks has to know what about.',
      fix: 'Pass a list of what defineFeature returned: features: [summary].',
    })
  }
  const ids = new Set<string>()
  return features.map((declared: FeatureOptions) => {
    const feature = defineFeature(declared)
    if (ids.has(feature.id)) {
      throw new AskFirstError('feature-id', {
        what: `Two features have the id "${feature.id}".`,
        why: 'Answers are kept by feature id.',
        fix: 'Give each feature an id of its own; to change one, raise its revision.',
      })
    }
    ids.add(feature.id)
    return feature
  })
}

export const toEntry = (
  feature: FeatureOptions,
  hash: string,
  texts: readonly { readonly hash: string; readonly lang: string }[],
): CatalogueEntry => ({
  feature,
  hash,
  texts: new Map(texts.map((text) => [text.hash, text.lang])),
  required: selectRequiredAsks(feature),
  optional: selectOptionalAsks(feature),
  processors: [...new Set(feature.processors.map(({ name }) => name))],
})

/** Whether an answer names a text that the entry has, in that text's own language. */
export function isKnownText(
  { texts }: CatalogueEntry,
  notice: { readonly hash: string; readonly lang: string },
): boolean {
  const lang = texts.get(notice.hash)
  return lang === '' || lang === notice.lang
}

/** Hash of the current words in a language, as an answer names them; none has what is not registered. */
export function selectTextHash({ texts }: CatalogueEntry, lang: string): string {
  const own = [...texts].filter(([, of]) => of === '' || of === lang)
  return own.at(-1)?.[0] ?? 'not-registered'
}
