import { sha256 } from '@askfirst/core'
import { type Catalogue, readNotices } from '@askfirst/core/authority'
import type { RecordsOptions } from './records.ts'
import type { ConsentServerOptions } from './server-options.ts'

/** What a server's records are made of, read once. */
export function createRecordsOptions(
  { facts, notices }: Pick<ConsentServerOptions, 'facts' | 'notices'>,
  catalogue: Promise<Catalogue>,
): () => Promise<RecordsOptions> {
  let known: Promise<RecordsOptions> | undefined
  const read = async (): Promise<RecordsOptions> => ({
    catalogue: await catalogue,
    ...(notices !== undefined && { notices: await readNotices(notices, sha256) }),
    ...(facts !== undefined && { facts }),
  })
  return () => {
    known ??= read()
    return known
  }
}
