import { Page } from './page.tsx'

export interface LeftScreenProps {
  readonly onRejoin: () => void
  readonly onHome: () => void
}

/** After leaving: a way back. */
export function LeftScreen({ onRejoin, onHome }: LeftScreenProps) {
  return (
    <Page title="You left the meeting" lead="Nothing is sent from this tab any more.">
      <div className="actions">
        <button type="button" className="button primary" onClick={onRejoin}>
          Rejoin
        </button>
        <button type="button" className="button" onClick={onHome}>
          Start another meeting
        </button>
      </div>
    </Page>
  )
}
