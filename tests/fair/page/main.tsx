import '@askfirst/react/styles.css'
import {
  ConsentIndicator,
  ConsentNotice,
  ConsentProvider,
  type ConsentProviderProps,
  ConsentTally,
  HostFeatures,
  LobbyNotice,
  MyChoices,
} from '@askfirst/react'
import { OwnLink, ReceiptView } from '@askfirst/react/choices'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { OwnNotice } from '../../../docs/snippets/own-notice.tsx'
import { ByHooks } from '../../../examples/playground/web/altitudes/hooks.tsx'
import { ByParts } from '../../../examples/playground/web/altitudes/parts.tsx'
import '../../../examples/playground/web/altitudes/altitudes.css'
import type { PolicyName } from './declared.ts'
import { openScene, type Scene, type SceneOptions, type State } from './scene.ts'

// One prefab in one state of a meeting: `?part=notice&state=asked&policy=leaveMeOut&lang=en&text=normal`. `call.show`
// puts another in its place, as new, in a third of the time that a page takes.

const parts: Readonly<Record<string, (scene: Scene) => ReactNode>> = {
  // Where a person is asked they are shown the sign as well: nothing opens without it.
  notice: () => (
    <>
      <ConsentIndicator />
      <ConsentNotice
        safeArea={
          innerWidth < 400
            ? {
                blockStart: innerHeight < 300 ? '4rem' : '8rem',
                blockEnd: '0',
                inlineStart: '0',
                inlineEnd: '0',
              }
            : {}
        }
      />
    </>
  ),
  // Somebody's own, as the docs print it.
  'by-hooks': () => (
    <>
      <ConsentIndicator />
      <ByHooks />
    </>
  ),
  'by-parts': () => (
    <>
      <ConsentIndicator />
      <ByParts />
    </>
  ),
  'own-notice': () => (
    <>
      <ConsentIndicator />
      <OwnNotice />
    </>
  ),
  lobby: (scene) => (
    <>
      <LobbyNotice />
      <button type="button" data-askfirst-keep-clear="" onClick={() => scene.client.enter('call')}>
        Join
      </button>
    </>
  ),
  indicator: () => <ConsentIndicator />,
  choices: () => (
    <>
      <ConsentIndicator />
      <MyChoices open feature="summary" trigger={null} />
    </>
  ),
  tally: () => <ConsentTally feature="summary" />,
  'take-home': () => (
    <section className="take-home" aria-label="To take home">
      <ReceiptView />
      <OwnLink />
    </section>
  ),
  host: () => (
    <>
      <HostFeatures />
      <ConsentIndicator />
    </>
  ),
}

/** Texts of the language, loaded as an app would. */
async function loadWords(lang: string): Promise<Pick<ConsentProviderProps, 'lang' | 'i18n' | 'resources'>> {
  if (lang === 'en') return {}
  const { createI18next } = await import('@askfirst/react/i18next')
  const { pseudo } = await import('@askfirst/react/text/pseudo')
  const { en } = await import('@askfirst/react/text/en')
  const { ar } = await import('@askfirst/react/text/ar')
  const resources = lang === 'ar' ? { ar } : { [lang]: pseudo(en) }
  return { lang, resources, i18n: createI18next({ lang, resources }) }
}

/** Opens the meeting that is asked for. */
const openFor = (wanted: URLSearchParams, part: string): Promise<Scene> =>
  openScene({
    policy: (wanted.get('policy') ?? 'leaveMeOut') as PolicyName,
    state: (wanted.get('state') ?? 'before') as State,
    as: part === 'host' || part === 'tally' ? 'cohost' : wanted.has('guest') ? 'guest' : 'attendee',
    place: part === 'lobby' ? 'lobby' : 'call',
    pace: Number(wanted.get('pace') ?? 1),
    disclosure: (wanted.get('told') as SceneOptions['disclosure'] | null) ?? undefined,
  })

/** Draws it; gives what takes it away. */
function draw(scene: Scene, part: string, words: Awaited<ReturnType<typeof loadWords>>): () => void {
  const holder = document.body.appendChild(document.createElement('div'))
  const root = createRoot(holder)
  root.render(
    <ConsentProvider client={scene.client} {...words}>
      <main>
        <h1>Team call</h1>
        <div className="bar">
          <button type="button" data-askfirst-keep-clear="">
            Mute
          </button>
          <button type="button">Leave</button>
          <label>
            Chat <input type="text" />
          </label>
        </div>
        {parts[part]?.(scene)}
      </main>
    </ConsentProvider>,
  )
  return () => {
    root.unmount()
    holder.remove()
    scrollTo(0, 0)
  }
}

/** Shows what a query asks for; gives what takes it away. */
async function open(query: string): Promise<Pick<Scene, 'ask' | 'state' | 'close'>> {
  const wanted = new URLSearchParams(query)
  const part = wanted.get('part') ?? 'notice'
  const lang = wanted.get('lang') ?? 'en'
  const [words, scene] = await Promise.all([loadWords(lang), openFor(wanted, part)])
  const { documentElement: root } = document
  root.lang = lang
  root.dir = lang === 'ar' ? 'rtl' : 'ltr'
  root.dataset.text = wanted.get('text') ?? 'normal'
  const takeAway = draw(scene, part, words)
  let isOver = false
  return {
    ask: scene.ask,
    state: scene.state,
    close() {
      if (isOver) return
      isOver = true
      takeAway()
      scene.close()
    },
  }
}

/** Whoever acts before it is there waits for it: of two that are shown at once the first would stay in the page. */
let shown = open(location.search)
const close = async (): Promise<void> => (await shown).close()
async function show(query: string): Promise<void> {
  shown = close()
    // What did not open has told whoever asked for it.
    .catch(() => {})
    .then(() => open(query))
  await shown
}

const device = { microphone: true, camera: true, chat: [] as string[] }
const call = {
  show,
  close,
  ask: async () => (await shown).ask(),
  state: async () => (await shown).state(),
  around: () => device,
  fill: () => document.querySelector('main')?.requestFullscreen(),
}
Reflect.set(globalThis, 'call', call)
await shown
