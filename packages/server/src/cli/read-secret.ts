import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import { toErrorText } from '../error-text.ts'

/** Said wherever there is such a file: whoever reads it elsewhere has to do the same. */
export const TRIMMED = 'spaces and line breaks around it do not count'

/** Reads the secret from a file, or from ASKFIRST_SECRET: never from an argument, which everybody can list. */
export function readSecret(file: string | undefined): string {
  if (file === undefined) {
    const secret = process.env.ASKFIRST_SECRET
    if (secret !== undefined && secret !== '') return secret
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
