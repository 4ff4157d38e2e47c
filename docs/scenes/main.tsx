import type { FeatureOptions } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, ConsentProvider, HostFeatures, LobbyNotice } from '@askfirst/react'
import '@askfirst/react/styles.css'
// Not every machine that takes pictures can write Japanese.
import '@fontsource-variable/noto-sans-jp'
import { createRoot } from 'react-dom/client'
import { isLoadable, loadLanguage } from '../snippets/lazy-languages.ts'
import { type Scene, scenes } from './scenes.ts'

// One state of a meeting as one person sees it, for a picture: `?scene=…&lang=…`.

const wanted = new URL(location.href).searchParams
const lang = wanted.get('lang') ?? 'en'
const scene = scenes[wanted.get('scene') ?? '']
if (scene === undefined) throw new Error(`no scene ${wanted.get('scene')}: ${Object.keys(scenes).join(', ')}`)

const parts: Record<Scene<FeatureOptions>['shows'], () => React.ReactNode> = {
  notice: () => (
    <>
      <ConsentNotice />
      {/* While no indicator shows, nothing opens; it is not in the picture. */}
      <div style={{ blockSize: 120 }} />
      <ConsentIndicator />
    </>
  ),
  indicator: () => <ConsentIndicator />,
  host: () => (
    <>
      <HostFeatures />
      <p />
      <ConsentIndicator />
    </>
  ),
  choices: () => <ConsentIndicator />,
  lobby: () => (
    <>
      <h1>Ready to join?</h1>
      <LobbyNotice />
    </>
  ),
}

const [{ client, shows }, language] = await Promise.all([
  scene(),
  loadLanguage(isLoadable(lang) ? lang : 'en'),
])
document.documentElement.lang = lang
// Loaded ahead: a font that comes later leaves letters unpainted here and there.
await document.fonts.load("1em 'Noto Sans JP Variable'", JSON.stringify(language.resources ?? {}))
createRoot(document.getElementById('scene') ?? document.body).render(
  <ConsentProvider client={client} {...language}>
    <main>{parts[shows]()}</main>
  </ConsentProvider>,
)
