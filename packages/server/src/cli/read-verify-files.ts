import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import type { PublicKeys } from '@askfirst/core/evidence'
import * as v from 'valibot'
import { toErrorText } from '../error-text.ts'

const keySchema = v.object({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: v.string(),
  kid: v.string(),
})
const setSchema = v.object({ keys: v.array(v.unknown()) })

/**
 * The public keys in these files, each a JWK or a set of them. Keys of another kind in a set are passed over, and what
 * is private in one is not taken.
 *
 * @throws AskFirstError where one cannot be read, or has none in it
 */
export function readPublicKeys(files: readonly string[]): PublicKeys {
  return {
    keys: files.flatMap((file) => {
      const content = parse(readText(file, 'key'))
      const set = v.safeParse(setSchema, content)
      const found = (set.success ? set.output.keys : [content]).flatMap((one) => {
        const read = v.safeParse(keySchema, one)
        return read.success ? [read.output] : []
      })
      if (found.length > 0) return found
      throw wrongFile(
        'key',
        file,
        'has no Ed25519 key in it.',
        'Name the file that askfirst keys public wrote.',
      )
    }),
  }
}

/** Three parts in base64url, whatever is in them: a JWS. */
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * The checkpoints in these files, one a line, as `askfirst checkpoint` prints them.
 *
 * @throws AskFirstError where one cannot be read, or has something else in it
 */
export function readCheckpoints(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const lines = readText(file, 'checkpoint')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (lines.length > 0 && lines.every((line) => JWS.test(line))) return lines
    throw wrongFile(
      'checkpoint',
      file,
      lines.length === 0 ? 'is empty.' : 'has a line in it that is no checkpoint.',
      'Name a file with what askfirst checkpoint printed, one a line.',
    )
  })
}

/**
 * The receipt in a file, by itself or as `GET /consent/receipt` answers.
 *
 * @throws AskFirstError where it cannot be read, or is something else: a file that was named by mistake is no forgery
 */
export function readReceipt(file: string): unknown {
  const content = parse(readText(file, 'receipt'))
  const isAnswer = Object.hasOwn(Object(content), 'receipt') && !Object.hasOwn(Object(content), 'v')
  const receipt = isAnswer ? (content as { readonly receipt: unknown }).receipt : content
  // A record has a version too.
  if (['v', 'checkpoint'].every((field) => Object.hasOwn(Object(receipt), field))) return receipt
  throw wrongFile(
    'receipt',
    file,
    content === undefined ? 'is no JSON: it is something else, or was cut off.' : 'is no receipt.',
    'Name the file that was saved from the page of a receipt, or the answer of GET /consent/receipt.',
  )
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw wrongFile(
      what,
      file,
      `cannot be read (${toErrorText(error)}).`,
      what === 'receipt'
        ? 'Name a file that exists and may be read. To verify a meeting, say where it is: --ledger <place>'
        : 'Name a file that exists and may be read.',
    )
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const wrongFile = (name: string, file: string, what: string, fix: string): AskFirstError =>
  new AskFirstError('verify-file', {
    what: `The ${name} file ${file} ${what}`,
    why: 'What is verified is compared with what is in it.',
    fix,
  })
