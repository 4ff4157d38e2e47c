import { AskFirstError } from '@askfirst/core'

/**
 * The names under which the words of a language may stand, nearest first.
 *
 * takes: the language wanted, and the names there are · gives: those of the same language and script, and no other region
 *
 * `de-AT` is served by `de`, `zh-CN` by `zh-Hans`, `pt` by `pt-BR`, `iw` by `he` and `no` by `nb`; but `zh-TW` not by
 * `zh-Hans`, and `pt-PT` not by `pt-BR`: whoever wants that says so, and gives the words that name too.
 */
export function listLanguageNames(wanted: string, known: readonly string[]): readonly string[] {
  const full = parse(wanted).maximize()
  const serves = (name: string): boolean => {
    const locale = read(name)
    const most = locale?.maximize()
    return (
      toCommon(most?.language) === toCommon(full.language) &&
      most?.script === full.script &&
      (locale?.region ?? full.region) === full.region
    )
  }
  return [...new Set([wanted, ...listShorter(toLanguage(wanted)), ...known])].filter(serves)
}

/** A language as BCP 47 writes it: `iw` is `he`, and `pt_br` is `pt-BR`. */
export const toLanguage = (name: string): string => parse(name).toString()

function parse(name: string): Intl.Locale {
  const locale = read(name)
  if (locale !== undefined) return locale
  throw new AskFirstError('language', {
    what: `${JSON.stringify(name)} is no language.`,
    why: 'Numbers and the direction of writing follow from its name in BCP 47.',
    fix: `Name one such as 'pt-BR'; render once i18next is initialised.`,
  })
}

function read(name: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(name.replaceAll('_', '-'))
  } catch {
    return undefined
  }
}

/** Norwegian goes by two names. */
const toCommon = (language: string | undefined) => (language === 'no' ? 'nb' : language)

/** `zh-Hans-CN`, `zh-Hans`, `zh`. */
function listShorter(name: string): string[] {
  const parts = name.split('-')
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'))
}
