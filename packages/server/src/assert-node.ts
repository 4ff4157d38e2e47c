import { AskFirstError } from '@askfirst/core'
import { tellTooOld } from './node-version.ts'

/** @throws AskFirstError where this Node is too old */
export function assertNode(version?: string): void {
  const tooOld = tellTooOld(version)
  if (tooOld !== undefined) throw wrongNode(`${tooOld}.`, 'Start it with a newer Node.')
}

/**
 * Found when it is used: an import of it would end whatever imports this package under an older Node, in words of
 * Node's own.
 *
 * @throws AskFirstError where this Node has none
 */
export function findSqlite(): typeof import('node:sqlite') {
  assertNode()
  const found = process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined
  if (found !== undefined) return found
  throw wrongNode('this Node has no node:sqlite.', 'Start it without --no-experimental-sqlite.')
}

const wrongNode = (what: string, fix: string): AskFirstError =>
  new AskFirstError('server-node', {
    what: `@askfirst/server: ${what}`,
    why: 'It is written for what came with that Node, node:sqlite for one.',
    fix,
  })
