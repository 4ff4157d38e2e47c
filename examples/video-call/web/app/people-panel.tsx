import { Bot, Link2, MicOff, Smartphone } from 'lucide-react'
import type { RosterEntry } from '../../shared/signalling-messages.ts'
import { type Admission, createDeviceCode } from '../call/rooms-api.ts'
import { Avatar } from './avatar.tsx'
import { CopyLink } from './copy-link.tsx'

export interface PeoplePanelProps {
  readonly roster: readonly RosterEntry[]
  readonly admission: Admission
}

/** Who is here, people and bots, and the links that bring in more. */
export function PeoplePanel({ roster, admission }: PeoplePanelProps) {
  const people = [...new Map(roster.map((entry) => [entry.participant, entry])).values()]
  const devices = (participant: string) => roster.filter((entry) => entry.participant === participant)
  return (
    <>
      <ul className="people" aria-label="In this meeting">
        {people.map(({ participant, name, role, kind }) => (
          <li key={participant}>
            {kind === 'agent' ? (
              <span className="avatar" aria-hidden="true">
                <Bot className="muted" />
              </span>
            ) : (
              <Avatar name={name} />
            )}
            <span className="name">{name}</span>
            <span className="detail">
              {describe(kind, role, participant === admission.participant, devices(participant).length)}
            </span>
            {kind === 'person' && devices(participant).every(({ media }) => media.microphone === 'off') && (
              <MicOff className="muted" aria-label="muted" role="img" />
            )}
          </li>
        ))}
      </ul>
      <div className="links">
        <CopyLink
          icon={<Link2 />}
          label="Copy invitation link"
          link={async () => `${location.origin}/r/${admission.room}`}
        />
        <CopyLink
          icon={<Smartphone />}
          label="Copy link for my other device"
          link={async () =>
            `${location.origin}/r/${admission.room}#device=${(await createDeviceCode(admission)).code}`
          }
        />
        <p className="hint">
          The link for your other device works once, for five minutes. It makes that device you.
        </p>
      </div>
    </>
  )
}

function describe(kind: 'person' | 'agent', role: string, isMe: boolean, devices: number): string {
  if (kind === 'agent') return 'bot'
  const words = [isMe && 'you', role === 'host' && 'host', devices > 1 && `${devices} devices`]
  return words.filter(Boolean).join(', ')
}
