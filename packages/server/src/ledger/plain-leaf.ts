import { createHash } from 'node:crypto'

/** Leaf hash of a body that is stored in the open: RFC 9162, section 2.1.1, over its UTF-8 bytes as they are stored. */
export const toPlainLeaf = (body: string): Uint8Array =>
  createHash('sha256').update(Uint8Array.of(0)).update(body, 'utf8').digest()
