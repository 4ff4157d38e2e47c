import { AskFirstError, defineFeature, type FeatureOptions } from '@askfirst/core'
import { importModule } from './import-module.ts'

/**
 * Imports a module and takes every feature that it exports, alone or in a list.
 *
 * @throws AskFirstError where the module cannot be imported, or has no feature, or a wrong one
 */
export async function readFeatures(file: string): Promise<readonly FeatureOptions[]> {
  const wrong = (what: string, fix: string): AskFirstError =>
    new AskFirstError('features-file', {
      what: `The features file ${file} ${what}`,
      why: 'The server asks what the web app asks, from the same declaration.',
      fix,
    })
  const exported = await importModule(file, 'what defineFeature returned', wrong)
  // A list and its elements may both be exported: the same object counts once.
  const found = new Set(Object.values(exported).flat().filter(isFeature))
  if (found.size === 0)
    throw wrong(
      'exports no feature.',
      'Export what defineFeature returned: export const summary = defineFeature({ … })',
    )
  return [...found].map((feature) => defineFeature(feature))
}

const isFeature = (value: unknown): value is FeatureOptions =>
  typeof value === 'object' && value !== null && 'id' in value && 'asks' in value && 'policy' in value
