import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import { toErrorText } from '../error-text.ts'
import type { ConsentKeys } from '../keys.ts'

/** Said wherever there is such a file: whoever reads it elsewhere has to do the same. */
export const TRIMMED = 'spaces and line breaks around it do not count'

/** Reads the secret from a file, or from ASKFIRST_SECRET: never from an argument, which everybody can list. */
export function readSecret(file: string | undefined): string {
  if (file === undefined) {
    const secret = process.env.ASKFIRST_SECRET?.trim() ?? ''
    if (secret !== '') return secret
    throw new AskFirstError('keys-secret', {
      what: 'No secret was given.',
      why: 'Tokens are signed with it.',
      fix: 'Pass --secret-file <file>, or set ASKFIRST_SECRET; make one with: openssl rand -base64 48',
    })
  }
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new AskFirstError('keys-secret', {
      what: `The secret file ${file} cannot be read (${toErrorText(error)}).`,
      why: 'Tokens are signed with what is in it.',
      fix: `Make one with: openssl rand -base64 48 > ${file}`,
    })
  }
}

/** Words that say what the key of the config file is. */
const OF_A_KEY = ['secret', 'privateKey', 'publicKey', 'jwksUrl', 'algorithms']

/** A secret that is given here counts before that of the config file; for whom tokens are, only the file says. */
export function findKeys(file: string | undefined, keys: ConsentKeys | undefined): ConsentKeys {
  if (keys !== undefined && file === undefined && !process.env.ASKFIRST_SECRET) return keys
  // What is no object is told so where keys are looked at, and so is a word that is none.
  if (typeof keys !== 'object' || keys === null) return keys ?? { secret: readSecret(file) }
  const rest = Object.entries(keys).filter(([word]) => !OF_A_KEY.includes(word))
  return { ...Object.fromEntries(rest), secret: readSecret(file) }
}
