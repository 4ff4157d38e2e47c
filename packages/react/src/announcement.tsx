import type { ReactNode } from 'react'
import type { Text } from './text.ts'

interface AnnouncementProps {
  readonly text: Text
  readonly children: ReactNode
}

/** A status that is only heard. An open dialog hides the rest of the page, but not what is marked as live. */
export const Announcement = ({ text: { lang, dir }, children }: AnnouncementProps) => (
  <div role="status" aria-live="polite" className="askfirst-announcement" lang={lang} dir={dir}>
    {children}
  </div>
)
