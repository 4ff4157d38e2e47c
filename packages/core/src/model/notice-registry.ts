import * as v from 'valibot'
import { AskFirstError } from '../error.ts'
import type { Digest } from '../ports.ts'
import type { Catalogue } from './catalogue.ts'
import { type NoticeHashes, type NoticeText, toNoticeHash } from './notice-text.ts'

// takes: what notices.json holds · gives: texts whose words are the ones that were hashed

/** Every text that a record may cite, with its words: the content of `notices.json`. */
export interface NoticeRegistry {
  readonly v: 1
  readonly texts: readonly NoticeText[]
}

const name = v.pipe(v.string(), v.nonEmpty())
// What else a text holds is hashed with it, so it is kept.
const textSchema = v.looseObject({
  feature: name,
  revision: v.number(),
  lang: name,
  declaration: name,
  hash: name,
  templates: v.record(v.string(), v.string()),
  parameters: v.record(v.string(), v.unknown()),
  controls: v.array(v.string()),
})
const registrySchema = v.object({ v: v.literal(1), texts: v.array(textSchema) })

/**
 * Checks registered texts: their shape, and that each has the words its hash was made of.
 *
 * @throws AskFirstError that names the text and the field
 */
export async function readNotices(registry: unknown, digest: Digest): Promise<NoticeRegistry> {
  const read = v.safeParse(registrySchema, registry)
  if (!read.success) {
    const [issue] = read.issues
    throw wrong(`has a wrong shape at "${v.getDotPath(issue) ?? ''}": ${issue.message}`)
  }
  for (const text of read.output.texts) {
    if ((await toNoticeHash(text, digest)) === text.hash) continue
    throw wrong(`has other words for "${text.feature}" in "${text.lang}" than its hash ${text.hash} is of.`)
  }
  return read.output
}

/** Adds the words of now to those there were: none is dropped, and the words of now come last. */
export function mergeNotices(before: NoticeRegistry, now: readonly NoticeText[]): NoticeRegistry {
  const current = new Set(now.map(({ hash }) => hash))
  const texts = [...before.texts.filter(({ hash }) => !current.has(hash)), ...now]
  return { v: 1, texts: texts.sort(byPlace) }
}

/** The same texts by their hashes only, for pages. */
export function toNoticeHashes(texts: readonly NoticeText[]): NoticeHashes {
  const hashes = texts.map(({ feature, revision, lang, declaration, hash }) => {
    return { feature, revision, lang, declaration, hash }
  })
  return { v: 1, texts: hashes.sort(byPlace) }
}

/** Throws an AskFirstError where a feature has no text that may be answered. */
export function assertRegistered(catalogue: Catalogue): void {
  for (const { feature, texts } of catalogue.values()) {
    if (texts.size > 0) continue
    throw new AskFirstError('notices-missing', {
      what: `No text is registered for feature "${feature.id}", revision ${feature.revision}, as it is declared now.`,
      why: 'Nobody could answer it: an answer names a registered text.',
      fix: 'Run askfirst notices build, and deploy the file it writes along with the features.',
    })
  }
}

type Placed = Pick<NoticeText, 'feature' | 'revision' | 'lang'>
const byPlace = (a: Placed, b: Placed): number =>
  compare(a.feature, b.feature) || a.revision - b.revision || compare(a.lang, b.lang)
/** By code units: no machine's language decides the order of a file. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const wrong = (what: string): AskFirstError =>
  new AskFirstError('notices-file', {
    what: `The registered notices: ${what}`,
    why: 'What somebody agreed to is looked up there by its hash.',
    fix: 'Take the file that askfirst notices build wrote, as it was written; never change it by hand.',
  })
