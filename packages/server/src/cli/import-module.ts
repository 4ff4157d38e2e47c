import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AskFirstError } from '@askfirst/core'
import { toErrorText } from '../error-text.ts'

/** Makes the mistake that names the file: what is wrong with it, and what to do. */
export type WrongFile = (what: string, fix: string) => AskFirstError

/**
 * Imports a module of the app.
 *
 * TypeScript is read as Node itself reads it: from 22.18 on, without a build.
 *
 * @throws AskFirstError where the module is not there, or cannot be imported
 */
export async function importModule(
  file: string,
  contents: string,
  wrong: WrongFile,
): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file)
  if (!existsSync(path)) throw wrong('does not exist.', `Name a module that exports ${contents}.`)
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>
  } catch (error) {
    // What defineFeature and noticeSources say in there is better than anything to be added here.
    if (error instanceof Error && error.name === 'AskFirstError') throw error
    const isModule = /\.[cm]?[jt]s$/.test(file)
    throw wrong(
      `cannot be imported (${toErrorText(error)}).`,
      isModule
        ? 'Run it with node by itself to see where; TypeScript needs Node 22.18 or later.'
        : 'Name a module that Node runs as it is: .js, .mjs, .ts or .mts.',
    )
  }
}
