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

/** The checkpoints in these files, one a line, as `askfirst checkpoint` prints them. */
export function readCheckpoints(files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    readText(file, 'checkpoint')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
}

/** The receipt in a file, by itself or as `GET /consent/receipt` answers; undefined where it is no JSON. */
export function readReceipt(file: string): unknown {
  const content = parse(readText(file, 'receipt'))
  const isAnswer = Object.hasOwn(Object(content), 'receipt') && !Object.hasOwn(Object(content), 'v')
  return isAnswer ? (content as { readonly receipt: unknown }).receipt : content
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw wrongFile(
      what,
      file,
      `cannot be read (${toErrorText(error)}).`,
      'Name a file that exists and may be read.',
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
