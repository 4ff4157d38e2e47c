import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'

/**
 * Reads a file of `askfirst notices build`; undefined where there is none.
 *
 * @throws AskFirstError where it cannot be read, or is no JSON
 */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new AskFirstError('notices-file', {
      what: `The file ${file} cannot be read (${error instanceof Error ? error.message : error}).`,
      why: 'Texts that records cite are kept there: it is never written anew.',
      fix: 'Take it from version control as it was, or name another file.',
    })
  }
}
