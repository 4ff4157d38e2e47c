import type { ReactNode } from 'react'

export interface PageProps {
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
}

/** A quiet page with one thing to do. */
export function Page({ title, lead, children }: PageProps) {
  return (
    <main className="page">
      <p className="wordmark">Ask First</p>
      <h1>{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </main>
  )
}
