import '@askfirst/react/styles.css'
import './seat/seat.css'
import './seat/themes.css'
import { createRoot } from 'react-dom/client'
import { AltitudeSeat } from './altitudes/altitude-seat.tsx'
import { useHash } from './knobs/use-hash.ts'
import { roomOfPage } from './room/room-of-page.ts'
import { SceneSeat } from './scenes/scene-seat.tsx'
import { CallSeat, useDevice } from './seat/call-seat.tsx'
import { Look } from './seat/look.tsx'

// The screen of one person: `#who=Ben` in the room of the page around it, or `#scene=…` in a meeting of its own.

const wanted = new URLSearchParams(location.hash.slice(1))
const who = wanted.get('who')
const altitude = wanted.get('altitude')

const sit = () => roomOfPage().sit(who ?? '')
function Sitting({ name }: { readonly name: string }) {
  const client = useDevice(sit)
  if (client === undefined) return <p className="tile">Connecting …</p>
  return (
    <Look client={client}>
      <CallSeat client={client} name={name} />
    </Look>
  )
}

/** Another one as soon as the address says so. */
function Scene() {
  const scene = new URLSearchParams(useHash().slice(1)).get('scene') ?? ''
  return <SceneSeat key={scene} scene={scene} />
}

createRoot(document.getElementById('root') ?? document.body).render(
  who !== null ? (
    <Sitting name={who} />
  ) : altitude !== null ? (
    <AltitudeSeat altitude={altitude} />
  ) : (
    <Scene />
  ),
)
