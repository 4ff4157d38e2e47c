import { Captions, MessageSquare, MonitorUp, NotebookPen, PhoneOff, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LocalMedia } from '../call/media.ts'
import { useLocalMedia } from '../call/use-call.ts'
import { DeviceButtons } from './device-buttons.tsx'

export type Panel = 'none' | 'chat' | 'people' | 'notes'

export interface ToolbarProps {
  readonly media: LocalMedia
  readonly panel: Panel
  readonly onPanel: (panel: Panel) => void
  readonly unread: number
  readonly captions: 'open' | 'closed'
  readonly onCaptions: () => void
  readonly onLeave: () => void
}

/** What one does in a call. */
export function Toolbar({ media, panel, onPanel, unread, captions, onCaptions, onLeave }: ToolbarProps) {
  const { state, opening } = useLocalMedia(media)
  const isSharing = state.screen === 'on'
  const opens = (name: Exclude<Panel, 'none'>, label: string, icon: ReactNode, badge?: ReactNode) => (
    <button
      type="button"
      className="round quiet"
      data-opens={name}
      aria-expanded={panel === name}
      aria-label={label}
      title={label}
      onClick={() => onPanel(panel === name ? 'none' : name)}
    >
      {icon}
      {badge}
    </button>
  )
  return (
    <nav className="toolbar" aria-label="Call">
      <DeviceButtons media={media} />
      <button
        type="button"
        className="round"
        aria-pressed={isSharing}
        aria-label="Share screen"
        title={isSharing ? 'Stop sharing' : 'Share screen'}
        disabled={opening === 'screen'}
        onClick={() => media.setScreen(isSharing ? 'off' : 'on')}
      >
        <MonitorUp />
      </button>
      <button
        type="button"
        className="round quiet"
        aria-expanded={captions === 'open'}
        aria-label="Type captions"
        title="Type captions"
        onClick={onCaptions}
      >
        <Captions />
      </button>
      {opens(
        'chat',
        unread > 0 ? `Chat, ${unread} unread` : 'Chat',
        <MessageSquare />,
        unread > 0 && <span className="badge">{unread}</span>,
      )}
      {opens('people', 'People', <Users />)}
      {opens('notes', 'AI notes', <NotebookPen />)}
      <button
        type="button"
        className="round leave"
        aria-label="Leave"
        title="Leave the meeting"
        onClick={onLeave}
      >
        <PhoneOff />
      </button>
    </nav>
  )
}
