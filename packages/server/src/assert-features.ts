import { AskFirstError, type FeatureOptions } from '@askfirst/core'
import { checkFeatures } from '@askfirst/core/authority'

/** @throws AskFirstError where they are no array, there are none, one breaks a rule, or two share an id */
export function assertFeatures(
  features: readonly FeatureOptions[] | undefined,
): asserts features is readonly FeatureOptions[] {
  if (!Array.isArray(features) || features.length === 0) {
    const isOne = features !== undefined && features !== null && !Array.isArray(features)
    throw new AskFirstError('server-features', {
      what: `features is ${isOne ? 'no array' : Array.isArray(features) ? 'empty' : 'missing'}.`,
      why: isOne ? 'One server may ask about several.' : 'There is nothing to ask anybody.',
      fix: 'Pass an array of what defineFeature returned, the same as in the web app: features: [summary].',
    })
  }
  checkFeatures(features)
}
