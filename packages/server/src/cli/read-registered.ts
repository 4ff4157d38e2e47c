import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import { hasCode, toErrorText } from '../error-text.ts'
import { assertWords } from '../registered-catalogue.ts'

/**
 * The texts that are registered in a file of `askfirst notices build`, words included.
 *
 * @param fix what to do where there is none
 * @throws AskFirstError where it is not there, cannot be read, or is the one for pages
 */
export function readRegistered(file: string, fix: string): object {
  const found = readJson(file)
  assertWords(found, file)
  if (found !== undefined) return Object(found)
  throw new AskFirstError('notices-file', {
    what: `The file ${file} does not exist.`,
    why: 'What people are shown, and what they answered, is compared with the texts in it.',
    fix,
  })
}

/**
 * What is in a file of `askfirst notices build`; undefined where there is none.
 *
 * @throws AskFirstError where it cannot be read, or is no JSON
 */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw new AskFirstError('notices-file', {
      what: `The file ${file} cannot be read (${toErrorText(error)}).`,
      why: 'Texts that records cite are kept there: it is never written anew.',
      fix: 'Take it from version control as it was, or name another file.',
    })
  }
}
