// #region verify
import { type PublicKeys, verifyReceipt } from '@askfirst/core/evidence'

/** What to tell somebody who dropped a receipt on your page. */
export async function checkReceipt(file: Blob, keys: PublicKeys): Promise<string> {
  const { outcome, fails, unknown } = await verifyReceipt(JSON.parse(await file.text()), { keys })
  if (outcome === 'fails') return fails.map(({ says }) => says).join(' ')
  return unknown.map(({ says }) => says).join(' ')
}
// #endregion
