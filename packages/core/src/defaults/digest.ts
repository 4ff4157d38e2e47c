import { toHex } from '../hex.ts'
import type { Digest } from '../ports.ts'

// takes: text · gives: its hash, by the platform

/** SHA-256 by the platform. Browsers have it on secure origins only, localhost included. */
export const sha256: Digest = async (text) => {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}
