// #region lazy
import type { ConsentProviderProps } from '@askfirst/react'

type Language = Pick<ConsentProviderProps, 'lang' | 'i18n' | 'resources'>

const loaders = {
  ar: async () => ({ ar: (await import('@askfirst/react/text/ar')).ar }),
  de: async () => ({ de: (await import('@askfirst/react/text/de')).de }),
  es: async () => ({ es: (await import('@askfirst/react/text/es')).es }),
  fr: async () => ({ fr: (await import('@askfirst/react/text/fr')).fr }),
  he: async () => ({ he: (await import('@askfirst/react/text/he')).he }),
  it: async () => ({ it: (await import('@askfirst/react/text/it')).it }),
  ja: async () => ({ ja: (await import('@askfirst/react/text/ja')).ja }),
  ko: async () => ({ ko: (await import('@askfirst/react/text/ko')).ko }),
  nl: async () => ({ nl: (await import('@askfirst/react/text/nl')).nl }),
  pl: async () => ({ pl: (await import('@askfirst/react/text/pl')).pl }),
  'pt-BR': async () => ({ 'pt-BR': (await import('@askfirst/react/text/pt-BR')).ptBR }),
  tr: async () => ({ tr: (await import('@askfirst/react/text/tr')).tr }),
  'zh-Hans': async () => ({ 'zh-Hans': (await import('@askfirst/react/text/zh-Hans')).zhHans }),
}
export type Loadable = keyof typeof loaders
export const isLoadable = (lang: string): lang is Loadable => Object.hasOwn(loaders, lang)

/** What `<ConsentProvider {...language}>` takes. English needs nothing, and loads nothing. */
export async function loadLanguage(lang: Loadable | 'en'): Promise<Language> {
  if (lang === 'en') return {}
  const [{ createI18next }, resources] = await Promise.all([
    import('@askfirst/react/i18next'),
    loaders[lang](),
  ])
  return { lang, resources, i18n: createI18next({ lang, resources }) }
}
// #endregion
