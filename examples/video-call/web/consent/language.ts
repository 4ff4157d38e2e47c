import type { ConsentProviderProps } from '@askfirst/react'
import { useEffect, useState } from 'react'

type Language = Pick<ConsentProviderProps, 'lang' | 'i18n' | 'resources'>

const loaders = {
  ar: async () => ({ ar: (await import('@askfirst/react/text/ar')).ar }),
  de: async () => ({ de: (await import('@askfirst/react/text/de')).de }),
}
type Loaded = keyof typeof loaders
const isLoaded = (lang: string | null): lang is Loaded => lang !== null && lang in loaders

/**
 * The language in which people are asked: `?lang=ar` or `?lang=de`, else English. The call itself speaks English.
 *
 * Undefined until it is there: nobody is asked in a language that is about to change.
 */
export function useLanguage(): Language | undefined {
  const [language, setLanguage] = useState<Language>()
  useEffect(() => {
    const lang = new URLSearchParams(location.search).get('lang')
    if (!isLoaded(lang)) return setLanguage({})
    void Promise.all([import('@askfirst/react/i18next'), loaders[lang]()]).then(
      ([{ createI18next }, resources]) =>
        setLanguage({ lang, resources, i18n: createI18next({ lang, resources }) }),
    )
  }, [])
  return language
}
