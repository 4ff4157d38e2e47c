import type { ConsentProviderProps, I18n } from '@askfirst/react'
import { useEffect, useState } from 'react'
import { isLoadable, loadLanguage } from '../../../../docs/snippets/lazy-languages.ts'
import type { Knobs } from '../knobs/knobs.ts'

export type Language = Pick<ConsentProviderProps, 'lang' | 'i18n' | 'resources'>

/** What the provider takes for the language and the direction that are set. */
async function load({ lang, dir }: Pick<Knobs, 'lang' | 'dir'>): Promise<Language> {
  // Not every machine can write Japanese; a font that comes later leaves letters unpainted here and there.
  if (lang === 'ja') await import('@fontsource-variable/noto-sans-jp')
  const language = lang === 'en-XA' ? await loadPseudo() : await loadLanguage(isLoadable(lang) ? lang : 'en')
  if (lang === 'ja')
    await document.fonts.load("1em 'Noto Sans JP Variable'", JSON.stringify(language.resources))
  if (dir === 'auto') return language
  const { createI18next } = await import('@askfirst/react/i18next')
  const i18n: I18n = language.i18n ?? createI18next({ lang, resources: {} })
  const turned: I18n = Object.assign(Object.create(i18n), { dir: () => dir })
  return { ...language, lang, i18n: turned }
}

/** The pseudo-locale: every letter marked, every sentence a third longer. */
async function loadPseudo(): Promise<Language> {
  const [{ createI18next }, { pseudo }, { en }] = await Promise.all([
    import('@askfirst/react/i18next'),
    import('@askfirst/react/text/pseudo'),
    import('@askfirst/react/text/en'),
  ])
  const resources = { 'en-XA': pseudo(en) }
  return { lang: 'en-XA', resources, i18n: createI18next({ lang: 'en-XA', resources }) }
}

/** The last language stays until the next one is there. */
export function useLanguage({ lang, dir }: Pick<Knobs, 'lang' | 'dir'>): Language | undefined {
  const [language, setLanguage] = useState<Language>()
  useEffect(() => {
    let isOver = false
    void load({ lang, dir }).then((loaded) => {
      if (!isOver) setLanguage(loaded)
    })
    return () => {
      isOver = true
    }
  }, [lang, dir])
  return language
}
