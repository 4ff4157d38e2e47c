import { Link2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Line, RosterEntry } from '../../shared/signalling-messages.ts'
import type { CallState } from '../call/call.ts'
import type { LocalMediaState } from '../call/media.ts'
import { CopyLink } from './copy-link.tsx'
import { Tile } from './tile.tsx'

export interface StageProps {
  readonly call: CallState
  readonly local: LocalMediaState
  readonly name: string
  readonly room: string
}

const captionMs = 7_000

/** Everybody's pictures: one for each device, and one for each shared screen. */
export function Stage({ call, local, name, room }: StageProps) {
  const fresh = useFreshCaptions(call.captions)
  const captionOf = (participant: string | undefined) =>
    fresh.findLast((line) => line.participant === participant)
  const me = call.roster.find(({ connection }) => connection === call.self)
  const others = call.roster.filter(({ connection, kind }) => kind === 'person' && connection !== call.self)
  const peer = (connection: string) => call.peers.find((view) => view.connection === connection)

  return (
    <section className="stage" aria-label="People">
      {others.map((other) => {
        const view = peer(other.connection)
        const isMine = other.participant === me?.participant
        return [
          other.media.screen === 'on' && (
            <Tile
              key={`${other.connection}.screen`}
              {...{
                name: other.name,
                detail: 'screen',
                kind: 'screen',
                video: view?.streams.screen.getVideoTracks()[0],
              }}
            />
          ),
          <Tile
            key={other.connection}
            name={other.name}
            {...detailOf(other, isMine)}
            kind="camera"
            video={other.media.camera === 'on' ? view?.streams.camera.getVideoTracks()[0] : undefined}
            sound={isMine ? undefined : view?.streams.microphone}
            isMuted={other.media.microphone === 'off'}
            connection={view?.state ?? 'new'}
            caption={captionOf(other.participant)}
          />,
        ]
      })}
      <Tile
        name={name}
        detail="you"
        kind="camera"
        video={local.tracks.camera ?? undefined}
        isMirrored
        isMuted={local.state.microphone === 'off'}
        caption={captionOf(me?.participant)}
      />
      {call.status === 'connected' && others.length === 0 && (
        <section className="invite" aria-labelledby="invite">
          <h2 id="invite">Nobody else is here yet</h2>
          <p className="hint">Send this link, or open it in another tab and be somebody else there.</p>
          <CopyLink
            icon={<Link2 />}
            label="Copy invitation link"
            link={async () => `${location.origin}/r/${room}`}
          />
        </section>
      )}
    </section>
  )
}

function detailOf({ role }: RosterEntry, isMine: boolean) {
  if (isMine) return { detail: 'your other device' }
  return role === 'host' ? { detail: 'host' } : {}
}

/** Captions stay over a tile for a few seconds after they arrived here. */
function useFreshCaptions(captions: readonly Line[]): readonly Line[] {
  const [shownFrom, setShownFrom] = useState(captions.length)
  const count = captions.length
  useEffect(() => {
    // Not undone by the next one: whoever goes on speaking does not keep up what others said before.
    setTimeout(() => setShownFrom(count), captionMs)
  }, [count])
  return captions.slice(shownFrom)
}
