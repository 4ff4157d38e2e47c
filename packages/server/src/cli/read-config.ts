import { AskFirstError } from '@askfirst/core'
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
  const odd = Object.keys(config).find((key) => !known.includes(key))
  if (odd !== undefined) {
    const [nearest = ''] = known.toSorted((one, other) => countSlips(odd, one) - countSlips(odd, other))
    const perhaps = countSlips(odd, nearest) < 3 ? `Perhaps "${nearest}" is meant. ` : ''
    const fix = `${perhaps}There are: ${known.join(', ')}.`
    throw wrong(`has "${odd}", which is no setting.`, fix)
  }
  return config as ServeConfig
}

/** How many letters are missing, too many or others. */
function countSlips(odd: string, name: string): number {
  // For each beginning of the name, how many it takes from what was gone through of the other.
  let slips = Array.from({ length: name.length + 1 }, (_, at) => at)
  for (const [row, letter] of [...odd].entries()) {
    const next = [row + 1]
    for (const [at, wanted] of [...name].entries()) {
      const [left = 0, before = 0, above = 0] = [next[at], slips[at], slips[at + 1]]
      next.push(Math.min(left + 1, above + 1, before + Number(letter !== wanted)))
    }
    slips = next
  }
  return slips[name.length] ?? 0
}
