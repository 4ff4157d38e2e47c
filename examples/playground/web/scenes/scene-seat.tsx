import type { ConsentClient } from '@askfirst/core'
import {
  ConsentIndicator,
  ConsentNotice,
  ConsentTally,
  HostFeatures,
  LobbyNotice,
  MyChoices,
} from '@askfirst/react'
import { OwnLink, ReceiptView } from '@askfirst/react/choices'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { readKnobs } from '../knobs/knobs.ts'
import { toPolicy } from '../knobs/policy.ts'
import { runByMachine } from '../room/real-clock.ts'
import { useDevice } from '../seat/call-seat.tsx'
import { Look } from '../seat/look.tsx'
import { type Prefab, scenes } from './scenes.ts'
import { toRun } from './stage.ts'

/** What stands on the page of each part; only while an indicator shows does anything open. */
const PARTS: Readonly<Record<Prefab, () => ReactNode>> = {
  notice: () => (
    <>
      <ConsentIndicator />
      <ConsentNotice />
    </>
  ),
  indicator: () => <ConsentIndicator />,
  choices: () => (
    <>
      <ConsentIndicator />
      <OpenChoices />
    </>
  ),
  host: () => (
    <>
      <ConsentIndicator />
      <HostFeatures />
    </>
  ),
  tally: () => (
    <>
      <ConsentIndicator />
      <ConsentTally feature={toRun(toPolicy(readKnobs(location.hash)))} />
    </>
  ),
  lobby: () => <LobbyNotice />,
  receipt: () => (
    <>
      <ConsentIndicator />
      <section className="take-home" aria-label="To take home">
        <ReceiptView />
        <OwnLink />
      </section>
    </>
  ),
}

/** For a picture: nothing goes on, and the page is as tall as what is on it. */
const isStill = (hash: string): boolean => new URLSearchParams(hash.slice(1)).has('still')

function OpenChoices() {
  const [isOpen, setOpen] = useState(true)
  return <MyChoices open={isOpen} onOpenChange={setOpen} />
}

/** One state of one part, in a meeting of its own; time goes on from there unless the address says `still`. */
export function SceneSeat({ scene: name }: { readonly scene: string }) {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`There is no state "${name}": ${Object.keys(scenes).join(', ')}.`)
  const stopClock = useRef<() => void>(undefined)
  useEffect(() => () => stopClock.current?.(), [])
  const [open] = useState(() => async (): Promise<ConsentClient> => {
    const { hash } = location
    const stage = await scene.open(toPolicy(readKnobs(hash)))
    // What the authority gathers before it tells has arrived.
    await stage.meeting.advance(500)
    if (!isStill(hash)) stopClock.current = runByMachine(stage.meeting.clock)
    return stage.ben
  })
  const client = useDevice(open)
  if (client === undefined) return null
  return (
    <Look client={client}>
      <main className="seat" data-scene={name} data-still={isStill(location.hash) || undefined}>
        {PARTS[scene.shows]()}
      </main>
    </Look>
  )
}
