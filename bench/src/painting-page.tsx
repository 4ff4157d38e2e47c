import { defineFeature, leaveMeOut, type Transport } from '@askfirst/core'
import type { ServerMessage } from '@askfirst/core/protocol'
import { ConsentIndicator, ConsentNotice, ConsentTally } from '@askfirst/react'
import { createMeeting } from '@askfirst/testing'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Profiler, type ReactNode, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'

// What a page paints, and when; each thing beside the plainest way to do the same.

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
/** The end of the frame that shows what is in the page now. */
const painted = () =>
  new Promise<number>((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      port2.postMessage(undefined)
    })
  })
const add = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag) =>
  document.body.appendChild(document.createElement(tag))

/** Four people's pictures, which never stop. */
async function playTiles(): Promise<void> {
  for (let tile = 0; tile < 4; tile += 1) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
    const context = canvas.getContext('2d')
    const draw = (at: number): void => {
      if (context !== null) {
        context.fillStyle = `hsl(${(at / 20 + tile * 90) % 360} 60% 50%)`
        context.fillRect(0, 0, canvas.width, canvas.height)
      }
      requestAnimationFrame(draw)
    }
    requestAnimationFrame(draw)
    const video = Object.assign(add('video'), {
      muted: true,
      width: 320,
      srcObject: canvas.captureStream(30),
    })
    await video.play()
  }
}

const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', region: 'EU' }],
  retention: { days: 30 },
})

/** From the arrival of the update to the end of the frame with the notice in it; how long a frame of that page takes. */
async function paintNotices(turns: number) {
  let arrivedAt = 0
  const noted = (transport: Transport): Transport => ({
    connect: (listener) =>
      transport.connect({
        ...listener,
        onMessage(message) {
          arrivedAt = performance.now()
          listener.onMessage(message)
        },
      }),
  })
  await playTiles()
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('Ana', { role: 'host' })
  const client = await meeting.join('Bo', { indicator: false, transport: noted })
  createRoot(add('main')).render(
    <>
      <ConsentIndicator client={client} />
      <ConsentNotice client={client} />
    </>,
  )
  const noticeMs: number[] = []
  const frameMs: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    await nextFrame()
    const comes = new Promise<number>((resolve) => {
      const watch = new MutationObserver(() => {
        if (document.querySelector('.askfirst-notice') === null) return
        watch.disconnect()
        // Rendered in the same turn as the update came.
        const from = arrivedAt
        void painted().then((at) => resolve(at - from))
      })
      watch.observe(document.body, { childList: true, subtree: true })
    })
    void host.enable('meeting-summary', { answer: 'accept', grants: [] })
    noticeMs.push(await comes)
    await host.disable('meeting-summary')
    await meeting.advance(1_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const from = await nextFrame()
    frameMs.push((await nextFrame()) - from)
  }
  return { noticeMs, frameMs }
}

const PEOPLE = 10_000

/** The page of a host who hears of very many people by name, one of whom decides again and again. */
async function manyPeople() {
  let hear: (message: ServerMessage) => void = () => {}
  const heard = (transport: Transport): Transport => ({
    connect(listener) {
      hear = (message) => listener.onMessage(JSON.stringify(message))
      return transport.connect(listener)
    },
  })
  const meeting = await createMeeting({ features: [summary] })
  const client = await meeting.join('Ana', { role: 'host', transport: heard })
  const { view } = client.store.getState()
  if (view === undefined) throw new Error('The host has no view.')

  // Ten thousand who join here would be measured as well: the authority's words for them are enough.
  const people = Array.from({ length: PEOPLE }, (_, at) => ({ participant: `Person ${at}`, included: false }))
  let number = 1_000_000
  const tallies = { [summary.id]: { disclosure: 'named' as const, people } }
  hear({ type: 'snapshot', number, view: { ...view, tallies } })
  return {
    client,
    decide(at: number) {
      const person = people[at]
      if (person === undefined) return
      person.included = !person.included
      number += 1
      hear({ type: 'update', number, change: { named: { [summary.id]: { people: [person] } } } })
    },
  }
}

/** Scrolls from frame to frame while somebody in sight decides ten times a second; counts what was dropped. */
async function scroll(list: Element, decide: (at: number) => void, frames: number) {
  const normal = 1_000 / 60
  let dropped = 0
  let last = await nextFrame()
  for (let frame = 0; frame < frames; frame += 1) {
    list.scrollTop += 120
    if (frame % 6 === 0) decide(Math.floor(list.scrollTop / 24) + 3)
    const now = await nextFrame()
    dropped += Math.max(0, Math.round((now - last) / normal) - 1)
    last = now
  }
  return dropped
}

async function mounted(ui: ReactNode, find: () => Element | null): Promise<Element> {
  createRoot(add('section')).render(ui)
  for (let frame = 0; frame < 600; frame += 1) {
    const found = find()
    if (found !== null) return found
    await nextFrame()
  }
  throw new Error('After 600 frames it is not in the page.')
}

/** The plainest list of the same library: rows of text, one of which changes. */
function PlainRoster({ onReady }: { onReady(decide: (at: number) => void): void }) {
  const scrolled = useRef<HTMLElement>(null)
  const [texts, setTexts] = useState(() =>
    Array.from({ length: PEOPLE }, (_, at) => `Person ${at}: not included`),
  )
  useEffect(() => onReady((at) => setTexts((now) => now.with(at, `Person ${at}: included`))), [onReady])
  const { getTotalSize, getVirtualItems } = useVirtualizer({
    count: PEOPLE,
    getScrollElement: () => scrolled.current,
    estimateSize: () => 24,
    overscan: 10,
  })
  return (
    <section ref={scrolled} className="plain" style={{ blockSize: 256, overflow: 'auto' }}>
      <ul style={{ blockSize: getTotalSize(), position: 'relative' }}>
        {getVirtualItems().map(({ index, key, start }) => (
          <li key={key} style={{ position: 'absolute', transform: `translateY(${start}px)` }}>
            {texts[index]}
          </li>
        ))}
      </ul>
    </section>
  )
}

async function scrollRosters(frames: number) {
  const { client, decide } = await manyPeople()
  let commits = 0
  let rows = 0
  const nameOf = (participant: string): string => {
    rows += 1
    return participant
  }
  const ours = await mounted(
    <Profiler id="tally" onRender={() => (commits += 1)}>
      <ConsentTally client={client} feature={summary.id} nameOf={nameOf} />
    </Profiler>,
    () => document.querySelector('.askfirst-roster li') && document.querySelector('.askfirst-roster'),
  )
  await painted()
  const before = { commits, rows }
  decide(2)
  await painted()
  const renders = { tally: commits - before.commits, rows: rows - before.rows }
  let decidePlain: (at: number) => void = () => {}
  const plain = await mounted(
    <PlainRoster
      onReady={(decideOne) => {
        decidePlain = decideOne
      }}
    />,
    () => document.querySelector('.plain li') && document.querySelector('.plain'),
  )
  await painted()
  // Each once before it counts: of what has just been loaded the first frames are compiled meanwhile.
  const lists = [
    [plain, decidePlain],
    [ours, decide],
  ] as const
  for (const [list, decideOne] of lists) await scroll(list, decideOne, 30)
  const plainDropped = await scroll(plain, decidePlain, frames)
  const oursDropped = await scroll(ours, decide, frames)
  return { renders, oursDropped, plainDropped }
}

export interface Painting {
  paintNotices: typeof paintNotices
  scrollRosters: typeof scrollRosters
}
Object.assign(globalThis, { painting: { paintNotices, scrollRosters } satisfies Painting })
