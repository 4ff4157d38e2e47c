import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Call } from '../call/call.ts'
import type { LocalMedia } from '../call/media.ts'
import type { Admission } from '../call/rooms-api.ts'
import { useCall, useHasLost, useLocalMedia } from '../call/use-call.ts'
import { ChatPanel } from './chat-panel.tsx'
import { LineForm } from './line-form.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { Page } from './page.tsx'
import { PeoplePanel } from './people-panel.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { Stage } from './stage.tsx'
import { type Panel, Toolbar } from './toolbar.tsx'
import { useBarHeight } from './use-bar-height.ts'

export interface CallScreenProps {
  readonly admission: Admission
  readonly call: Call
  readonly media: LocalMedia
  readonly onLeave: () => void
  /** The question about AI features; above the tiles, never over chat or toolbar. */
  readonly notice?: ReactNode
  /** The lasting sign that an AI feature is on; in the top bar. */
  readonly indicator?: ReactNode
  /** What hosts turn AI features on and off with; in the panel beside what the AI made. */
  readonly hostFeatures?: ReactNode
}

const panelTitles = { chat: 'Chat', people: 'People', notes: 'AI notes' }
const refusals = {
  'bad-token': 'Your admission to this meeting has ended. Open the invitation link again.',
  'room-full': 'This meeting is full: four people are in it.',
  'too-many-devices': 'You are in this meeting with too many devices. Leave it on one of them first.',
}

/** The call itself. */
export function CallScreen(props: CallScreenProps) {
  const { admission, call, media, onLeave, notice, indicator, hostFeatures } = props
  const state = useCall(call)
  const local = useLocalMedia(media)
  const hasLost = useHasLost(call.drafts.chat)
  const [panel, setPanel] = useState<Panel>('none')
  const [captions, setCaptions] = useState<'open' | 'closed'>('closed')
  const [readCount, setReadCount] = useState(0)
  const topBar = useBarHeight('--top-bar')
  const bottomBar = useBarHeight('--bottom-bar')
  const news = state.chat.slice(readCount).filter(({ participant }) => participant !== admission.participant)
  const unread = panel === 'chat' ? 0 : news.length
  const show = (next: Panel) => {
    setReadCount(state.chat.length)
    setPanel(next)
  }
  if (state.status === 'refused') {
    return (
      <Page title="You cannot come in" lead={refusals[state.refusal ?? 'bad-token']}>
        <button type="button" className="button" onClick={onLeave}>
          Back
        </button>
      </Page>
    )
  }

  return (
    <div className="call" data-panel={panel} data-captions={captions}>
      <header className="topbar" ref={topBar}>
        <ScreenHeading title={admission.room} />
        <div className="topbar-end">{indicator}</div>
      </header>
      <main className="main">
        {notice}
        <p className="connection" role="status">
          {state.status === 'reconnecting'
            ? 'Connection to the server lost. You still see and hear each other; chat comes back.'
            : hasLost &&
              panel !== 'chat' &&
              'A message of yours did not arrive. It is in Chat, to be sent again.'}
        </p>
        <Stage call={state} local={local} name={admission.name} room={admission.room} />
        {captions === 'open' && (
          <LineForm label="Caption" placeholder="Type what you say" draft={call.drafts.caption} />
        )}
      </main>
      {panel !== 'none' && (
        <aside className="panel" aria-label={panelTitles[panel]}>
          <header>
            <h2>{panelTitles[panel]}</h2>
            <button
              type="button"
              className="plain"
              aria-label={`Close ${panelTitles[panel]}`}
              onClick={() => {
                // Focus goes back to what opened it.
                document.querySelector<HTMLElement>(`.toolbar [data-opens="${panel}"]`)?.focus()
                show('none')
              }}
            >
              <X />
            </button>
          </header>
          {panel === 'chat' && (
            <ChatPanel lines={state.chat} self={admission.participant} draft={call.drafts.chat} />
          )}
          {panel === 'people' && <PeoplePanel roster={state.roster} admission={admission} />}
          {panel === 'notes' && (
            <div className="scrolled">
              {hostFeatures}
              <NotesPanel
                heard={state.heard}
                transcript={state.transcript}
                {...(state.summary && { summary: state.summary })}
              />
            </div>
          )}
        </aside>
      )}
      <footer className="bottombar" ref={bottomBar}>
        <Toolbar
          {...{ media, panel, unread, captions }}
          onPanel={show}
          onCaptions={() => setCaptions(captions === 'open' ? 'closed' : 'open')}
          onLeave={() => {
            call.leave()
            onLeave()
          }}
        />
      </footer>
    </div>
  )
}
