import { type FeatureOptions, type NoticeHashes, sha256 } from '@askfirst/core'
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
