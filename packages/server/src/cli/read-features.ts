import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AskFirstError, defineFeature, type FeatureOptions } from '@askfirst/core'

/**
 * Imports a module and takes every feature that it exports, alone or in a list.
 *
 * TypeScript is read as Node itself reads it: from 22.18 on, without a build.
 *
 * @throws AskFirstError where the module cannot be imported, or has no feature, or a wrong one
 */
export async function readFeatures(file: string): Promise<readonly FeatureOptions[]> {
  const path = resolve(file)
  if (!existsSync(path))
    throw wrong(file, 'does not exist.', 'Name a module that exports what defineFeature returned.')
  let exported: Record<string, unknown>
  try {
    exported = (await import(pathToFileURL(path).href)) as Record<string, unknown>
  } catch (error) {
    // What defineFeature says in there is better than anything to be added here.
    if (error instanceof Error && error.name === 'AskFirstError') throw error
    throw wrong(
      file,
      `cannot be imported: ${error instanceof Error ? error.message : error}`,
      'Run it with node by itself to see where; TypeScript needs Node 22.18 or later.',
    )
  }
  // A list and its elements may both be exported: the same object counts once.
  const found = new Set(Object.values(exported).flat().filter(isFeature))
  if (found.size === 0)
    throw wrong(
      file,
      'exports no feature.',
      'Export what defineFeature returned: export const summary = defineFeature({ … })',
    )
  return [...found].map((feature) => defineFeature(feature))
}

const isFeature = (value: unknown): value is FeatureOptions =>
  typeof value === 'object' && value !== null && 'id' in value && 'asks' in value && 'policy' in value

const wrong = (file: string, what: string, fix: string): AskFirstError =>
  new AskFirstError('features-file', {
    what: `The features file ${file} ${what}`,
    why: 'The server asks what the web app asks, from the same declaration.',
    fix,
  })
