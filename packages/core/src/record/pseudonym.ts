import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { AskFirstError } from '../error.ts'
import { toText, utf8 } from '../evidence/bytes.ts'
import { toHex } from '../hex.ts'

// takes: a name and a key · gives: what a record calls that person

const KEY_BYTES = 32
const NAME_BYTES = 24

/** Says what people are called in one record: HMAC-SHA-256 of who they are, under a key that is not in it. */
export interface Pseudonyms {
  /** It begins with a letter: no spreadsheet takes it for a formula, so that it is the same in every format. */
  of(participant: string): string
  /** A UUID (version 8) for the record of that person: the same each time it is made. */
  recordId(participant: string): string
}

/** @throws AskFirstError where the key is too short to keep anybody from trying names */
export function createPseudonyms(meeting: string, key: Uint8Array): Pseudonyms {
  if (key.length < KEY_BYTES) {
    throw new AskFirstError('record-key', {
      what: `The key for pseudonyms has ${key.length} bytes.`,
      why: 'Whoever guesses it can tell who a record is of by trying names.',
      fix: `Use at least ${KEY_BYTES} random bytes; a sealed ledger has a key of each person in each meeting.`,
    })
  }
  const digest = (about: string, participant: string): Uint8Array =>
    hmac(sha256, key, utf8(`askfirst/${about}/1\n${meeting}\n${participant}`))
  return {
    of: (participant) => `p${toText(digest('subject', participant).subarray(0, NAME_BYTES))}`,
    recordId(participant) {
      const bytes = digest('record', participant).slice(0, 16)
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
