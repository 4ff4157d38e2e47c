import { compactVerify, errors, importJWK } from 'jose'
import type { VerifySignature } from '../ports.ts'

// takes: a signed text, a public key, its algorithm · gives: whether it was signed with what belongs to that key

/** Checks a signature by `jose`, on the platform's own Ed25519. Browsers have it on secure origins only. */
export const verifySignature: VerifySignature = async (jws, key, algorithm) => {
  try {
    await compactVerify(jws, await importJWK({ ...key }, algorithm), { algorithms: [algorithm] })
    return true
  } catch (error) {
    // Whatever else a text or a key is, it is not what was signed with it.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      return false
    throw error
  }
}
