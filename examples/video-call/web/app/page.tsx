import type { ReactNode } from 'react'
import { ScreenHeading } from './screen-heading.tsx'

export interface PageProps {
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
  /** There for a moment only, before the first screen. @default false */
  readonly isPassing?: boolean
}

/** A quiet page with one thing to do. */
export function Page({ title, lead, children, isPassing = false }: PageProps) {
  return (
    <main className="page">
      <p className="wordmark">Ask First</p>
      {isPassing ? <h1>{title}</h1> : <ScreenHeading title={title} />}
      {lead && <p className="lead">{lead}</p>}
      {children}
    </main>
  )
}
