import type { NoticeRef } from '../src/commands.ts'
import { sha256 } from '../src/defaults/digest.ts'
import { type Catalogue, createCatalogue, toEntry } from '../src/model/catalogue.ts'
import type { FeatureOptions } from '../src/model/feature.ts'
import { toDeclaredId } from '../src/model/owned-id.ts'
import { captions, minutes, policies, summary } from './features.ts'

/** What whole meetings are played with. */
export const catalogue = await createCatalogue([summary, minutes], sha256)

/** What sentences are spoken of: the same, and a feature for each thing a policy can say. */
export const everyPolicy = await createCatalogue([summary, minutes, ...policies, captions], sha256)

/** The notice of a feature as it is registered. */
export function noticeOf(feature: string, change: Partial<NoticeRef> = {}): NoticeRef {
  const entry = everyPolicy.get(toDeclaredId(feature))
  if (entry === undefined) throw new RangeError(`no feature "${feature}"`)
  return { revision: entry.feature.revision, hash: entry.hash, lang: 'en', ...change }
}

/** The first ask of a feature: one that belongs to every yes. */
export function firstAskOf(feature: string): string {
  const ask = Object.keys(everyPolicy.get(toDeclaredId(feature))?.feature.asks ?? {})[0]
  if (ask === undefined) throw new RangeError(`no feature "${feature}"`)
  return ask
}

/** The next revision of a feature, as a deploy of another declaration registers it. */
export function revised(of: Catalogue, feature: string, change: Partial<FeatureOptions> = {}): Catalogue {
  const entry = of.get(feature)
  if (entry === undefined) throw new RangeError(`no feature "${feature}"`)
  const revision = entry.feature.revision + 1
  const hash = `${feature}-${revision}`
  return new Map(of).set(
    feature,
    toEntry({ ...entry.feature, revision, ...change }, hash, [{ hash, lang: '' }]),
  )
}
