import { AskFirstError, type NoticeSource } from '@askfirst/core'
import * as v from 'valibot'
import { importModule } from './import-module.ts'

// What is in the features is for `defineFeature` to say.
const sourceSchema = v.object({
  feature: v.looseObject({ id: v.string() }),
  lang: v.pipe(v.string(), v.nonEmpty()),
  templates: v.record(v.string(), v.string()),
  controls: v.array(v.string()),
})

/**
 * Imports a module and takes what it exports as `notices`.
 *
 * @throws AskFirstError where the module cannot be imported, or exports none, or the same text twice
 */
export async function readNoticeSources(file: string): Promise<readonly NoticeSource[]> {
  const wrong = (what: string, fix: string): AskFirstError =>
    new AskFirstError('notices-module', {
      what: `The texts file ${file} ${what}`,
      why: 'What people are shown is registered from it.',
      fix,
    })
  const { notices } = await importModule(file, 'what noticeSources returned', wrong)
  const read = v.safeParse(v.pipe(v.array(sourceSchema), v.nonEmpty()), notices)
  if (!read.success) {
    throw wrong(
      notices === undefined
        ? 'exports no notices.'
        : `exports notices that are none${where(v.getDotPath(read.issues[0]))}.`,
      "Export what noticeSources of '@askfirst/react/notices' returned: export const notices = noticeSources({ … })",
    )
  }
  const sources = notices as readonly NoticeSource[]
  const names = sources.map(({ feature, lang }) => `"${feature.id}" in "${lang}"`)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined)
    throw wrong(`has two texts for ${twice}.`, 'Give each feature an id of its own, and each language once.')
  return sources
}

const where = (path: string | null): string => (path === null ? '' : ` (at "${path}")`)
