import type { ConsentClient } from '@askfirst/core'
import { ConsentIndicator, ConsentNotice, HostFeatures, LobbyNotice } from '@askfirst/react'
import { useEffect, useState, useSyncExternalStore } from 'react'

/** Mute, leave and the chat are never covered. */
const SAFE = { blockEnd: '4.25rem', inlineStart: '0.5rem', inlineEnd: '0.5rem' }

/** One person's screen in the call: a stand-in for an app, with Ask First in it. */
export function CallSeat({ client, name }: { readonly client: ConsentClient; readonly name: string }) {
  const place = useSyncExternalStore(client.store.subscribe, () => client.store.getState().place)
  if (place === 'out') {
    return (
      <main className="seat">
        <p className="tile">{name} has left.</p>
        <button type="button" onClick={() => client.enter('lobby')}>
          Back to the lobby
        </button>
      </main>
    )
  }
  if (place === 'lobby') {
    return (
      <main className="seat">
        <Tile name={name} says="in the lobby" />
        <LobbyNotice />
        <button type="button" onClick={() => client.enter('call')}>
          Join the call
        </button>
      </main>
    )
  }
  return (
    <main className="seat">
      <ConsentIndicator />
      <Tile name={name} says="in the call" />
      <HostFeatures />
      <ConsentNotice safeArea={SAFE} />
      <Toolbar onLeave={() => void client.leave()} />
    </main>
  )
}

function Tile({ name, says }: { readonly name: string; readonly says: string }) {
  return (
    <p className="tile">
      <span className="avatar" aria-hidden="true">
        {name.slice(0, 1)}
      </span>
      <span>
        {name}, {says}
      </span>
    </p>
  )
}

/** Something to type in, and to press, while a notice comes. */
function Toolbar({ onLeave }: { onLeave(): void }) {
  const [isMuted, setMuted] = useState(false)
  return (
    <footer className="toolbar" data-askfirst-keep-clear="">
      <input aria-label="Chat" placeholder="Type here while a notice comes" />
      <button type="button" aria-pressed={isMuted} onClick={() => setMuted(!isMuted)}>
        Mute
      </button>
      <button type="button" onClick={onLeave}>
        Leave
      </button>
    </footer>
  )
}

/** The device of this screen, until its page goes away. */
export function useDevice(open: () => Promise<ConsentClient>): ConsentClient | undefined {
  const [client, setClient] = useState<ConsentClient>()
  useEffect(() => {
    let isOver = false
    let opened: ConsentClient | undefined
    const end = (): void => {
      isOver = true
      opened?.dispose()
    }
    void open().then((made) => {
      opened = made
      if (isOver) made.dispose()
      else setClient(made)
    })
    addEventListener('pagehide', end)
    return () => {
      removeEventListener('pagehide', end)
      end()
    }
  }, [open])
  return client
}
