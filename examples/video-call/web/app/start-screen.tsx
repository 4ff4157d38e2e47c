import { type FormEvent, useEffect, useRef, useState } from 'react'
import { type Admission, ApiError, createRoom, joinRoom } from '../call/rooms-api.ts'
import { Page } from './page.tsx'

export interface StartScreenProps {
  /** The meeting that the address names; none starts a new one. */
  readonly room: string | undefined
  readonly tab: 'mine' | 'duplicate'
  readonly link: 'none' | 'redeeming' | 'failed'
  readonly onAdmitted: (admission: Admission) => void
}

const problems: Record<string, string> = {
  'no-such-meeting': 'This meeting is over, or its link is not complete.',
  malformed: 'Please write a name of at most 60 characters.',
}

/** Asks for a name. Who starts a meeting is its host; everybody else is not. */
export function StartScreen({ room, tab, link, onAdmitted }: StartScreenProps) {
  const [name, setName] = useState('')
  const [problem, setProblem] = useState(
    link === 'failed'
      ? 'That device link was used already, or is too old. Join as somebody new instead.'
      : undefined,
  )
  const [sending, setSending] = useState<'idle' | 'sending'>('idle')

  // The one thing there is to do here; not taken from anything else.
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) field.current?.focus()
  }, [])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending('sending')
    try {
      onAdmitted(await (room ? joinRoom(room, name) : createRoom(name)))
    } catch (reason) {
      const code = reason instanceof ApiError ? reason.code : 'unreachable'
      setProblem(problems[code] ?? 'The call server cannot be reached. Try again in a moment.')
      setSending('idle')
    }
  }

  const lead = room
    ? 'You were invited to a meeting. Next you see yourself before anybody else does.'
    : 'A video call with an AI notetaker that asks before it listens.'
  return (
    <Page title={room ? 'Join the meeting' : 'Start a meeting'} lead={lead}>
      {tab === 'duplicate' && (
        <p className="note">
          This tab was copied from one that is in the call, so you join here as another person.
        </p>
      )}
      <form className="start" onSubmit={submit}>
        <label htmlFor="name">Your name</label>
        <input
          ref={field}
          id="name"
          className="field"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={60}
          autoComplete="name"
          required
        />
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button
          type="submit"
          className="button primary"
          disabled={sending === 'sending' || name.trim() === ''}
        >
          {room ? 'Continue' : 'Start a meeting'}
        </button>
      </form>
    </Page>
  )
}
