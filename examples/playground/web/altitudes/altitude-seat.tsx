import type { ConsentClient } from '@askfirst/core'
import { ConsentIndicator } from '@askfirst/react'
import { type ReactNode, useState } from 'react'
import { readKnobs } from '../knobs/knobs.ts'
import { toPolicy } from '../knobs/policy.ts'
import { runByMachine } from '../room/real-clock.ts'
import { turnOn } from '../scenes/stage.ts'
import { useDevice } from '../seat/call-seat.tsx'
import { Look } from '../seat/look.tsx'
import './altitudes.css'
import { ByHooks } from './hooks.tsx'
import { ByParts } from './parts.tsx'
import { ByPrefab } from './prefab.tsx'

const ALTITUDES: Readonly<Record<string, () => ReactNode>> = {
  prefab: () => <ByPrefab />,
  parts: () => <ByParts />,
  hooks: () => <ByHooks />,
}

/** One question, put by the altitude that the address names. */
export function AltitudeSeat({ altitude }: { readonly altitude: string }) {
  const [open] = useState(() => async (): Promise<ConsentClient> => {
    const { ben, meeting } = await turnOn(toPolicy(readKnobs(location.hash)))
    runByMachine(meeting.clock)
    return ben
  })
  const client = useDevice(open)
  if (client === undefined) return null
  return (
    <Look client={client}>
      <main className="seat">
        <ConsentIndicator />
        {ALTITUDES[altitude]?.()}
      </main>
    </Look>
  )
}
