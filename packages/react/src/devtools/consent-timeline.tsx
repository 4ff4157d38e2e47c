import type { RecordedEntry, Recorder } from '@askfirst/core'
import {
  type KeyboardEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  // biome-ignore lint/style/noRestrictedImports: a recorder of what was is no state of the client
  useSyncExternalStore,
} from 'react'
import { adoptRefused } from '../adopt-styles.ts'
import type { AnyClient } from '../context.tsx'
import { GatesNow } from './gates-now.tsx'
import { sayEntry } from './say-entry.ts'
import { timelineStyles } from './timeline-styles.ts'

/** A recorder of a client of any catalogue. */
export type AnyRecorder = Omit<Recorder, 'client'> & { readonly client: AnyClient }

/** What is shown, and what closes it. */
export interface ConsentTimelineProps {
  readonly recorder: AnyRecorder
  /** Called by the button "Close" and by Esc inside the panel. @default no such button */
  onClose?(): void
}

const SHOWN = {
  everything: undefined,
  'wishes and replies': ['wish', 'reply'],
  'views of features': ['view'],
  gates: ['gate'],
  'connection and device': ['connection', 'device'],
} as const
type Shown = keyof typeof SHOWN

/**
 * What a recorder holds, newest first, and this person's gates as they are now; for developers.
 *
 * Import it where it is opened, behind a flag of your own, and no other page carries it:
 * `await import('@askfirst/react/devtools')`. It speaks English, brings its own styles, and stays below the notice.
 */
export function ConsentTimeline({ recorder, onClose }: ConsentTimelineProps) {
  const entries = useSyncExternalStore(recorder.subscribe, recorder.entries, recorder.entries)
  const [shown, setShown] = useState<Shown>('everything')
  const [copied, setCopied] = useState('')
  const titleId = useId()
  const panelRef = useBorrowedFocus()
  const styleRef = useRef<HTMLStyleElement>(null)
  useLayoutEffect(() => (styleRef.current === null ? undefined : adoptRefused(styleRef.current)), [])

  const types: readonly string[] | undefined = SHOWN[shown]
  const listed = entries.filter(({ type }) => types === undefined || types.includes(type)).reverse()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(recorder.toJson())
      setCopied('Copied')
    } catch {
      setCopied('The browser did not let it be copied')
    }
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose?.()
  }

  return (
    <>
      <style ref={styleRef}>{timelineStyles}</style>
      <section
        ref={panelRef}
        aria-labelledby={titleId}
        className="askfirst-timeline"
        lang="en"
        dir="ltr"
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <header>
          <h2 id={titleId}>Consent timeline</h2>
          {onClose !== undefined && (
            <button type="button" onClick={onClose}>
              Close
            </button>
          )}
        </header>
        <GatesNow client={recorder.client} />
        <div className="askfirst-timeline-bar">
          <label>
            Show{' '}
            <select value={shown} onChange={({ target }) => setShown(target.value as Shown)}>
              {Object.keys(SHOWN).map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => void copy()}>
            Copy as JSON
          </button>
          <button type="button" onClick={recorder.clear}>
            Clear
          </button>
          <span role="status">{copied}</span>
        </div>
        {listed.length === 0 ? (
          <p>Nothing yet.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          <ol aria-label="Entries, newest first" tabIndex={0}>
            {listed.map((entry) => (
              <Entry key={entry.number} entry={entry} />
            ))}
          </ol>
        )}
      </section>
    </>
  )
}

function Entry({ entry }: { readonly entry: RecordedEntry }) {
  const { what, detail } = sayEntry(entry)
  const at = new Date(entry.at).toISOString()
  return (
    <li data-type={entry.type}>
      <time dateTime={at} title={at}>
        {(entry.elapsedMs / 1_000).toFixed(3)} s
      </time>{' '}
      <span>
        <strong>{what}</strong> {detail}
      </span>
    </li>
  )
}

/** Takes focus while the panel is there, and gives it back to what had it. */
function useBorrowedFocus() {
  const ref = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const panel = ref.current
    const before = document.activeElement
    panel?.focus()
    return () => {
      if (panel?.contains(document.activeElement) && before instanceof HTMLElement) before.focus()
    }
  }, [])
  return ref
}
