import type { ConsentClient } from '@askfirst/core'
import { ConsentProvider } from '@askfirst/react'
import { type ReactNode, useEffect, useLayoutEffect } from 'react'
import { readKnobs } from '../knobs/knobs.ts'
import { useHash } from '../knobs/use-hash.ts'
import common from './common-reset.css?url'
import hostile from './hostile-reset.css?url'
import { useLanguage } from './language.ts'

const RESETS = { none: undefined, common, hostile }

/** Language, direction, theme and what is around it, as the address says; changed without a reload. */
export function Look({ client, children }: { readonly client: ConsentClient; readonly children: ReactNode }) {
  const knobs = readKnobs(useHash())
  const { host, scheme, theme } = knobs
  const language = useLanguage(knobs)
  useLayoutEffect(() => {
    const { dataset, style } = document.documentElement
    dataset.theme = theme
    style.colorScheme = scheme === 'auto' ? 'light dark' : scheme
  }, [scheme, theme])
  useLayoutEffect(() => {
    document.documentElement.lang = language?.lang ?? 'en'
    document.documentElement.dir = language?.i18n?.dir(language.lang) ?? 'ltr'
  }, [language])
  useEffect(() => {
    const href = RESETS[host]
    if (href === undefined) return
    const link = document.createElement('link')
    Object.assign(link, { rel: 'stylesheet', href })
    link.dataset.host = host
    // After everything else: it wins wherever nothing is more specific.
    document.head.append(link)
    return () => link.remove()
  }, [host])
  if (language === undefined) return null
  return (
    <ConsentProvider client={client} {...language}>
      {children}
    </ConsentProvider>
  )
}
