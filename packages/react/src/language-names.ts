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
    const locale = parse(name)
    const { language, script } = locale.maximize()
    return (
      toCommon(language) === toCommon(full.language) &&
      script === full.script &&
      (locale.region ?? full.region) === full.region
    )
  }
  return [...new Set([wanted, ...listShorter(toLanguage(wanted)), ...known])].filter(serves)
}

/** A language as BCP 47 writes it: `iw` is `he`, and `pt_br` is `pt-BR`. */
export const toLanguage = (name: string): string => parse(name).toString()

function parse(name: string): Intl.Locale {
  try {
    return new Intl.Locale(name.replaceAll('_', '-'))
  } catch {
    throw new AskFirstError('language', {
      what: `${JSON.stringify(name)} is no language.`,
      why: 'Words, numbers and the direction of writing follow from it, named as in BCP 47.',
      fix: `Name one such as 'de' or 'pt-BR'; render the page once i18next is initialised.`,
    })
  }
}

/** Norwegian goes by two names. */
const toCommon = (language: string): string => (language === 'no' ? 'nb' : language)

/** `zh-Hans-CN`, `zh-Hans`, `zh`. */
function listShorter(name: string): string[] {
  const parts = name.split('-')
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'))
}
