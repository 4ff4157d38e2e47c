import { AskFirstError } from '@askfirst/core'
import { findOdd, tellWords } from '../odd-word.ts'
import type { ServeConfig } from '../serve-config.ts'
import { importModule } from './import-module.ts'
import { SETTINGS, type SettingName } from './settings.ts'

/** What no flag says; the types see to it that it is all there is. */
const OTHERS: Readonly<Record<Exclude<keyof ServeConfig, SettingName>, true>> = {
  features: true,
  keys: true,
  limits: true,
  webhooks: true,
  hookWithinMs: true,
  facts: true,
  onAuthenticate: true,
  onCommand: true,
  onCommit: true,
  onGateChange: true,
}

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
  const known = Object.keys({ ...SETTINGS, ...OTHERS }).sort()
  const odd = findOdd(config, known)
  if (odd !== undefined) throw wrong(`has "${odd}", which is no setting.`, tellWords(odd, known))
  return config as ServeConfig
}
