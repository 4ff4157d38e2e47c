import { AskFirstError } from '@askfirst/core'
import type { ServeConfig } from '../serve-config.ts'
import { importModule } from './import-module.ts'
import { SETTINGS } from './settings.ts'

const OTHERS = [
  'features',
  'keys',
  'limits',
  'webhooks',
  'hookWithinMs',
  'facts',
  'onAuthenticate',
  'onCommand',
  'onCommit',
  'onGateChange',
]

/**
 * Imports a config file and takes what it exports as `config`.
 *
 * @throws AskFirstError where it cannot be imported, exports none, or one with a word that nobody knows
 */
export async function readConfig(file: string): Promise<ServeConfig> {
  const wrong = (what: string, fix: string): AskFirstError =>
    new AskFirstError('config-file', {
      what: `The config file ${file} ${what}`,
      why: 'A setting that is not read would be taken for one that is in force.',
      fix,
    })
  const { config } = await importModule(file, 'what defineServeConfig returned, as config', wrong)
  if (typeof config !== 'object' || config === null) {
    throw wrong(
      'exports no config.',
      'Export what defineServeConfig returned: export const config = defineServeConfig({ … })',
    )
  }
  const known = [...Object.keys(SETTINGS), ...OTHERS]
  const odd = Object.keys(config).find((key) => !known.includes(key))
  if (odd !== undefined)
    throw wrong(`has "${odd}", which is no setting.`, `There are: ${known.sort().join(', ')}.`)
  return config as ServeConfig
}
