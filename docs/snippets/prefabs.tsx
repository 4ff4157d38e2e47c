import type { ConsentClient } from '@askfirst/core'
import {
  ConsentIndicator,
  ConsentNotice,
  ConsentTally,
  HostFeatures,
  LobbyNotice,
  MyChoices,
  useHostFeatures,
  useIndicator,
  useTally,
} from '@askfirst/react'

declare const client: ConsentClient
declare const join: () => void
declare const people: ReadonlyMap<string, { readonly name: string }>

// #region notice
export const Call = () => (
  <>
    <ConsentNotice safeArea={{ blockEnd: '5rem' }} shortcut="F6" />
    <div role="toolbar" aria-label="Call" data-askfirst-keep-clear="">
      …
    </div>
  </>
)
// #endregion

// #region indicator
export const TopBar = () => (
  <header>
    <h1>Weekly</h1>
    <ConsentIndicator />
  </header>
)
// #endregion

// #region own-indicator
const BESIDE = {
  nothingOn: 'No AI is on',
  unknownOn: 'AI is on that this page does not know, without you: please reload',
  unknownIncluded: 'Included through another device: please reload',
  unknown: 'Not known: no connection',
  offline: 'Not included: no connection',
}

export function OwnIndicator() {
  const { running, beside, isInCall, stop, indicatorRef } = useIndicator()
  if (!isInCall) return null
  return (
    <section ref={indicatorRef} aria-label="AI in this call">
      {beside && <p>{BESIDE[beside]}</p>}
      {running.map(({ id, standing, actions }) => (
        <p key={id}>
          {id}: {standing}
          {actions.includes('withdraw') && (
            <button type="button" onClick={() => stop(id)}>
              Stop including me
            </button>
          )}
        </p>
      ))}
    </section>
  )
}
// #endregion

// #region choices
export const Menu = () => <MyChoices trigger="AI and me" />
// #endregion

// #region host
export const HostPanel = () => <HostFeatures nameOf={(id) => people.get(id)?.name ?? id} />
// #endregion

// #region own-host
export function OneSwitch() {
  const [summary] = useHostFeatures()
  if (summary === undefined) return null
  const { canDisable, canEnable, disable, enable, name, preview, status } = summary
  if (status.phase !== 'off') {
    return (
      <button type="button" aria-disabled={!canDisable} onClick={() => canDisable && void disable()}>
        Turn off {name}
      </button>
    )
  }
  return (
    <section aria-label="What everybody will be asked">
      <h2>{preview.title}</h2>
      <p>{preview.lead}</p>
      <p>{preview.notes.join(' ')}</p>
      <button
        type="button"
        aria-disabled={!canEnable}
        onClick={() => canEnable && void enable({ answer: 'accept', grants: [] })}
      >
        Turn on, include me
      </button>
    </section>
  )
}
// #endregion

// #region tally
export const Beside = () => <ConsentTally feature="meeting-summary" client={client} />
// #endregion

// #region own-tally
export function OwnTally() {
  const tally = useTally('meeting-summary')
  switch (tally?.disclosure) {
    case 'named':
      return <p>{tally.people.filter(({ included }) => included).length} by name</p>
    case 'counts':
      return <p>{tally.included} included</p>
    case 'outcome':
      return <p>{tally.everyone ? 'Everyone is included' : 'Not everyone is included'}</p>
    default:
      return null
  }
}
// #endregion

// #region lobby
export const Lobby = () => (
  <>
    <LobbyNotice />
    <button type="button" onClick={join}>
      Join
    </button>
  </>
)
// #endregion
