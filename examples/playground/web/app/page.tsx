import { useEffect } from 'react'
import { KnobPanel } from '../knobs/knob-panel.tsx'
import { readKnobs, readView, VIEWS, type View, writeKnobs } from '../knobs/knobs.ts'
import { useHash } from '../knobs/use-hash.ts'
import { AltitudesView } from './altitudes-view.tsx'
import { CallView } from './call-view.tsx'
import { StatesView } from './states-view.tsx'

const NAMES: Readonly<Record<View, string>> = {
  call: 'A call',
  states: 'Every state',
  altitudes: 'Three altitudes',
}
const CONTENT = { call: CallView, states: StatesView, altitudes: AltitudesView }
/** What each view can be set by: the others would change nothing there. */
const GROUPS = {
  call: ['Policy', 'Call', 'Look'],
  states: ['Policy', 'Look'],
  altitudes: ['Policy', 'Look'],
} as const

/** The whole playground. All that is set is in the address, so that anything can be linked. */
export function Page() {
  const hash = useHash()
  const knobs = readKnobs(hash)
  const view = readView(hash)
  const Content = CONTENT[view]
  useEffect(() => {
    document.title = `${NAMES[view]} · Ask First playground`
  }, [view])
  return (
    <div className="page">
      <header className="top">
        <h1>
          Ask First <small>playground</small>
        </h1>
        <nav aria-label="Pages">
          {VIEWS.map((name) => (
            <a
              key={name}
              href={writeKnobs(knobs, { view: name })}
              aria-current={name === view ? 'page' : undefined}
            >
              {NAMES[name]}
            </a>
          ))}
        </nav>
      </header>
      <button type="button" className="skip" onClick={() => document.querySelector('main')?.focus()}>
        Skip to {NAMES[view].toLowerCase()}
      </button>
      <KnobPanel
        groups={GROUPS[view]}
        knobs={knobs}
        onChange={(changed) => location.replace(writeKnobs(changed, { view }))}
      />
      <main className="stage" tabIndex={-1}>
        <Content knobs={knobs} />
      </main>
    </div>
  )
}
