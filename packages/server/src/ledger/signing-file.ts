import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import * as v from 'valibot'
import { hasCode, toErrorText } from '../error-text.ts'
import { createSigningKey, type SigningKey, signingKeysSchema } from './signing-keys.ts'

const fileSchema = v.object({ keys: signingKeysSchema })

/**
 * Reads signing keys from a file of them, a JWK set; undefined where there is none.
 *
 * @throws AskFirstError where it cannot be read, or others can read what is private in it
 */
export function readSigningFile(file: string): readonly SigningKey[] | undefined {
  const text = readText(file)
  if (text === undefined) return undefined
  const read = v.safeParse(fileSchema, parse(text))
  if (!read.success) {
    throw wrongFile(file, 'is no set of Ed25519 keys.', 'Take the file that askfirst keys new wrote.')
  }
  const { keys } = read.output
  if (keys.some(({ d }) => d !== undefined) && (statSync(file).mode & 0o077) !== 0) {
    throw wrongFile(file, 'can be read by others than its owner.', `Run: chmod 600 ${file}`)
  }
  return keys
}

/** The keys of the file; where there is none, one is made with a new key in it, readable by its owner only. */
export function openSigningFile(file: string): readonly SigningKey[] {
  const known = readSigningFile(file)
  if (known !== undefined) return known
  const made = toNew(file)
  write(made, [createSigningKey()])
  try {
    // Whole at once, and never over another's: two servers may have been started together.
    linkSync(made, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw wrongFile(file, `cannot be made (${toErrorText(error)}).`, ELSEWHERE)
  } finally {
    rmSync(made, { force: true })
  }
  return readSigningFile(file) ?? []
}

/**
 * Puts a new key first; those before it keep their public halves only, so that what they signed can be checked.
 *
 * @returns the new key
 */
export function rotateSigningFile(file: string): SigningKey {
  const before = (readSigningFile(file) ?? []).map(({ d: _, ...publicHalf }) => publicHalf)
  const key = createSigningKey()
  const made = toNew(file)
  write(made, [key, ...before])
  renameSync(made, file)
  return key
}

/** A name that nobody had before: in a container each process has the number of the one that was killed half-way. */
const toNew = (file: string): string => `${file}.${randomUUID()}`

function write(file: string, keys: readonly SigningKey[]): void {
  try {
    writeFileSync(file, `${JSON.stringify({ keys }, undefined, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
  } catch (error) {
    throw wrongFile(file, `cannot be written (${toErrorText(error)}).`, ELSEWHERE)
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw wrongFile(file, `cannot be read (${toErrorText(error)}).`, ELSEWHERE)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const ELSEWHERE = 'Name a file in a directory that exists, as an account that may use it.'
const wrongFile = (file: string, what: string, fix: string): AskFirstError =>
  new AskFirstError('signing-file', {
    what: `The signing keys ${file} ${what}`,
    why: 'Checkpoints are signed with what is in it, and checked with it later.',
    fix,
  })
