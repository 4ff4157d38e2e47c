import { act } from '@testing-library/react'
import { type ComponentType, type ForwardedRef, forwardRef, type ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { captions, notes, openPage, type PageOptions, summary, withPolicy } from '../tests/call-page.tsx'
import { Choice } from './choices.ts'
import { HostFeature, Indicator, Lobby, Notice } from './index.ts'

/** An element of the app's own, which none of ours is. */
const Own = forwardRef(function Own(props: object, ref: ForwardedRef<HTMLElement>) {
  return <article {...props} ref={ref} />
})

type Page = Awaited<ReturnType<typeof openPage>>
/** Some parts of a root, at a moment in which each of them has something to say. */
interface Moment {
  readonly of: string
  readonly namespace: object
  readonly root: (parts: ReactNode) => ReactNode
  readonly options?: PageOptions
  readonly arrange: (page: Page) => Promise<void>
  /** The parts, and the state that each shows; null for one that shows none. */
  readonly states: Readonly<Record<string, string | null>>
}

const asHost = { as: { role: 'cohost', indicator: true } } as const
const chat = { ...captions, id: 'chat-help' }
const bot = (page: Page) => page.during(page.meeting.join('Scribe', { kind: 'agent' }))
const include = async (page: Page) => {
  await page.turnOn()
  await page.during(page.client.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
  await page.during(page.client.accept('meeting-summary'))
}
const choice = (parts: ReactNode) => <Choice.Root feature="meeting-summary">{parts}</Choice.Root>
const inCall = { as: { indicator: true } } as const

const moments: readonly Moment[] = [
  {
    of: 'Notice',
    namespace: Notice,
    root: (parts) => <Notice.Root>{parts}</Notice.Root>,
    options: { features: [summary, captions, chat] },
    async arrange(page) {
      await page.turnOn('captions')
      await page.during(page.client.decline('captions'))
      await page.turnOff('captions')
      for (const feature of ['captions', 'meeting-summary', 'chat-help']) await page.turnOn(feature)
      await page.pass(700)
    },
    states: {
      Region: 'open',
      Others: null,
      Title: null,
      Lead: null,
      Facts: null,
      Notes: null,
      Asks: null,
      Progress: 'open',
      Accept: 'armed',
      Refuse: 'armed',
      Later: 'armed',
      Details: null,
      Told: null,
    },
  },
  {
    of: 'Lobby',
    namespace: Lobby,
    root: (parts) => <Lobby.Root>{parts}</Lobby.Root>,
    options: { as: { place: 'lobby', indicator: false } },
    async arrange(page) {
      await bot(page)
      await page.turnOn()
      await page.during(page.client.decline('meeting-summary'))
    },
    states: { Answers: null, Others: null },
  },
  {
    of: 'Indicator',
    namespace: Indicator,
    root: (parts) => <Indicator.Root>{parts}</Indicator.Root>,
    options: inCall,
    arrange: async (page) => void (await bot(page)),
    states: { Region: 'off', Text: 'off', Open: null, Others: null },
  },
  {
    of: 'Indicator while something is on',
    namespace: Indicator,
    root: (parts) => <Indicator.Root>{parts}</Indicator.Root>,
    options: inCall,
    arrange: include,
    states: { Region: 'on', Each: null },
  },
  {
    of: 'Indicator in its rows',
    namespace: Indicator,
    root: (parts) => (
      <Indicator.Root>
        <Indicator.Each>{parts}</Indicator.Each>
      </Indicator.Root>
    ),
    options: inCall,
    arrange: include,
    states: { Text: 'included', Stop: null },
  },
  {
    of: 'HostFeature',
    namespace: HostFeature,
    root: (parts) => <HostFeature.Root feature="meeting-summary">{parts}</HostFeature.Root>,
    options: { ...asHost, features: [withPolicy({ disclosure: 'named' })] },
    async arrange(page) {
      await page.turnOn()
      await page.advance(1_000)
    },
    states: { Text: 'on', Switch: 'on', Tally: null, AskAgain: null, Progress: null },
  },
  {
    of: 'HostFeature of runs of people’s own',
    namespace: HostFeature,
    root: (parts) => <HostFeature.Root feature="notes">{parts}</HostFeature.Root>,
    options: { ...asHost, features: [notes] },
    arrange: async () => {},
    states: { Text: 'off', Switch: 'off', Bar: null },
  },
  {
    of: 'Choice while it is asked',
    namespace: Choice,
    root: choice,
    options: inCall,
    arrange: (page) => page.turnOn(),
    states: {
      Region: 'question',
      Title: null,
      Text: 'question',
      Question: 'open',
      RequestOff: 'open',
      Details: null,
    },
  },
  {
    of: 'Choice of who is included',
    namespace: Choice,
    root: choice,
    options: inCall,
    arrange: include,
    states: { Region: 'included', Asks: 'open', Stop: null },
  },
  {
    of: 'Choice of who is left out',
    namespace: Choice,
    root: choice,
    options: inCall,
    async arrange(page) {
      await include(page)
      await page.during(page.client.withdraw('meeting-summary'))
      await page.during(page.client.erase('meeting-summary'))
    },
    states: { Region: 'left-out', Change: null, Erase: 'open' },
  },
]

describe.each(moments)('every part of $of', ({ namespace, root, options, arrange, states }) => {
  it.each(['its own element', 'asChild'] as const)(
    'takes props and a ref, and shows its state: %s',
    async (how) => {
      const parts = namespace as Readonly<Record<string, ComponentType<object>>>
      const refs = new Map<string, HTMLElement | null>()
      const inside = Object.keys(states).map((name) => {
        const Part = parts[name] as ComponentType<object>
        const props = {
          ref: (element: HTMLElement | null) => void refs.set(name, element),
          title: `of the app: ${name}`,
          ...(how === 'asChild' && { asChild: true, children: <Own /> }),
        }
        return <Part key={name} {...props} />
      })
      const page = await openPage(root(inside), options)
      await arrange(page)
      await act(async () => {})
      const found = Object.keys(states).map((name) => {
        const element = refs.get(name)
        return [name, element?.title, element?.localName === 'article', element?.getAttribute('data-state')]
      })
      const wanted = Object.entries(states).map(([name, state]) => {
        return [name, `of the app: ${name}`, how === 'asChild', state]
      })
      expect(found).toEqual(wanted)
    },
  )
})

it.each(Object.entries({ Notice, Lobby, Indicator, HostFeature, Choice }))(
  '%s has no part beside those',
  (_, namespace) => {
    const shown = moments.flatMap((moment) =>
      moment.namespace === namespace ? Object.keys(moment.states) : [],
    )
    expect(new Set(['Root', ...shown])).toEqual(new Set(Object.keys(namespace)))
  },
)
