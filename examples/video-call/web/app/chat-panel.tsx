import { useEffect, useRef } from 'react'
import type { Line } from '../../shared/signalling-messages.ts'
import type { Draft } from '../call/draft.ts'
import { LineForm } from './line-form.tsx'

export interface ChatPanelProps {
  readonly lines: readonly Line[]
  readonly self: string
  readonly draft: Draft
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/** What was written, and a line to write. */
export function ChatPanel({ lines, self, draft }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null)
  const count = lines.length
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [count])

  return (
    <>
      {lines.length === 0 && (
        <p className="empty">Nothing written yet. Everybody in the call reads what you write.</p>
      )}
      <div className="chat" ref={list} role="log" aria-label="Chat">
        {lines.map(({ id, name, participant, text, at }, index) => (
          <div key={id} data-mine={participant === self || undefined}>
            {lines[index - 1]?.participant !== participant && (
              <p className="who">
                {participant === self ? 'You' : name}{' '}
                <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
              </p>
            )}
            <p className="text">{text}</p>
          </div>
        ))}
      </div>
      <LineForm label="Message" placeholder="Write a message" draft={draft} />
    </>
  )
}
