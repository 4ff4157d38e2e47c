import { AskFirstError, type FeatureOptions } from '@askfirst/core'
import { KNOBS, type Knobs, NAMES, writeKnobs } from '../knobs/knobs.ts'
import { toFeatures } from '../knobs/policy.ts'
import type { Room } from '../room/room.ts'
import { Frame } from './frame.tsx'
import { useRoom, useRoomState } from './use-room.ts'

/** What to do to feel each preset. */
const TRY: Readonly<Record<Knobs['policy'], string>> = {
  leaveMeOut:
    'Turn the summary on as Ana. Then say yes as Ben, no as Cleo, and nothing as Dora: the call goes on for all of them, and only Ana and Ben reach the AI.',
  acceptOrLeave:
    'Turn the summary on as Ana. Nobody is captured before their yes, but who will not have it leaves the call: try it as Cleo.',
  everyoneOrNobody:
    'Turn the summary on as Ana. It waits until the last of them has said yes. One no ends it for all; who says nothing for two minutes has left.',
  objection:
    'Turn the summary on as Ana. 15 seconds after Ben has seen the notice he is captured, unless he says no. His no still works at any time.',
  noticeOnly: 'Turn the summary on as Ana. Who has seen the notice is captured, and may say no all the same.',
}

const OWN =
  'Turn the summary on as Ana: before it is on, the preview says what this policy will do. Then answer as the others.'
const isOwn = (knobs: Knobs): boolean =>
  NAMES.some((name) => name !== 'policy' && KNOBS[name].group === 'Policy' && knobs[name] !== '')

/** Four people in one page, each on a screen of their own, in a call with the real authority. */
export function CallView({ knobs }: { readonly knobs: Knobs }) {
  const features = toFeatures(knobs)
  if (features instanceof AskFirstError) {
    return (
      <section className="impossible" role="alert">
        <h2>There is no such policy</h2>
        <p>{features.message}</p>
      </section>
    )
  }
  return <Call knobs={knobs} features={features} />
}

function Call({ knobs, features }: { readonly knobs: Knobs; readonly features: readonly FeatureOptions[] }) {
  const { room, key, again } = useRoom(features, knobs)
  return (
    <>
      <p className="try">{isOwn(knobs) ? OWN : TRY[knobs.policy]}</p>
      {room === undefined ? (
        <p role="status">Opening a call …</p>
      ) : (
        <OpenRoom key={key} room={room} knobs={knobs} onAgain={again} />
      )}
    </>
  )
}

interface OpenRoomProps {
  readonly room: Room
  readonly knobs: Knobs
  onAgain(): void
}

function OpenRoom({ room, knobs, onAgain }: OpenRoomProps) {
  const { cut, heard, isServerUp } = useRoomState(room)
  return (
    <>
      <section className="heard" aria-label="What reaches the AI">
        {heard.map(({ feature, ask, purpose, people }) => (
          <div key={`${feature} ${ask}`}>
            <h2>To {purpose.replaceAll('-', ' ')}</h2>
            <ul>
              {room.people.map((name) => (
                <li key={name} data-open={people.includes(name) || undefined}>
                  {name} <span className="aside">{people.includes(name) ? 'is heard' : 'is not heard'}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      <section className="world" aria-label="What happens to the call">
        <button type="button" onClick={() => void room.skip(30_000)}>
          Let 30 seconds pass
        </button>
        <button type="button" aria-pressed={!isServerUp} onClick={() => void room.serve(!isServerUp)}>
          {isServerUp ? 'Stop the consent server' : 'Start the consent server'}
        </button>
        <button type="button" onClick={onAgain}>
          New call
        </button>
      </section>
      <div className="seats">
        {room.seated.map((name, at) => (
          <section key={name} className="seat-box" aria-label={name}>
            <header>
              <h2>
                {name} {at === 0 && <small>host</small>}
              </h2>
              <button
                type="button"
                aria-label={`${cut.includes(name) ? 'Plug in' : 'Unplug'} ${name}`}
                onClick={() => room.cut(name, !cut.includes(name))}
              >
                {cut.includes(name) ? 'Plug in' : 'Unplug'}
              </button>
            </header>
            <Frame title={`${name}’s screen`} hash={writeKnobs(knobs, { who: name })} />
          </section>
        ))}
      </div>
    </>
  )
}
