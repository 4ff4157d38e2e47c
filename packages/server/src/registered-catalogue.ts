import { AskFirstError, type FeatureOptions, type NoticeHashes, sha256 } from '@askfirst/core'
import { assertRegistered, type Catalogue, createCatalogue, readNotices } from '@askfirst/core/authority'

/**
 * The features, with the texts that may be answered.
 *
 * @throws AskFirstError where a registered text is not what its hash is of, or a feature has none
 */
export async function createRegisteredCatalogue(
  features: readonly FeatureOptions[],
  notices: NoticeHashes | undefined,
): Promise<Catalogue> {
  if (notices === undefined) return createCatalogue(features, sha256)
  const catalogue = await createCatalogue(features, sha256, await readNotices(notices, sha256))
  assertRegistered(catalogue)
  return catalogue
}

/**
 * Tells the file for pages from the one for servers: both are written by the same command.
 *
 * @param name what it was given as
 * @throws AskFirstError where there are hashes and none of the words
 */
export function assertWords(notices: unknown, name: string): void {
  const { texts } = Object(notices) as { readonly texts?: unknown }
  if (!Array.isArray(texts) || texts.length === 0) return
  if (!texts.every((text) => Object.hasOwn(Object(text), 'hash') && !Object.hasOwn(text, 'templates'))) return
  throw new AskFirstError('notices-file', {
    what: `${name} has the hashes alone: it is what askfirst notices build --hashes wrote, for pages.`,
    why: 'What somebody agreed to is looked up in the words.',
    fix: 'Take the file that it wrote as --out, words included.',
  })
}
