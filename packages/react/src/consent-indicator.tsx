import type { FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import { ChoicesAt } from './choices-at.tsx'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { OthersHere } from './others-here.tsx'
import { needsYes, toRefuseKey, toStopKey } from './policy-words.ts'
import { sayStanding } from './standing.ts'
import { StandingNews } from './standing-news.tsx'
import type { Text } from './text.ts'
import { UplinkNote } from './uplink-note.tsx'
import { HOME } from './use-focus-return.ts'
import { useIndicator } from './use-indicator.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useRefs } from './use-refs.ts'
import { useSurface } from './use-surface.tsx'
import { nameStatus } from './words.ts'

/**
 * Shows for as long as the person is in the call what is taken of them, and stops it with one press.
 *
 * While it is on the page, gates of this person may open. It says what is enforced, not what was wished.
 */
export function ConsentIndicator(options: PartOptions) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const { running, isUnknownOn, others, isLive, isInCall, stop, indicatorRef } = useIndicator({ client })
  const [feature, open] = useState<string>()
  const surface = useSurface()
  const [region, setRegion] = useState<HTMLElement | null>(null)
  const refs = useRefs(surface.showAbove, indicatorRef, setRegion)
  useKeptFocus(region)
  const { t } = text
  return (
    <>
      {surface.slot}
      {isInCall && <StandingNews client={client} text={text} />}
      {isInCall &&
        surface.place(
          <section
            {...surface.rootProps}
            ref={refs}
            aria-label={t('indicatorLabel')}
            className="askfirst askfirst-indicator"
            lang={text.lang}
            dir={text.dir}
            data-where={surface.where}
            data-state={running.some(({ standing }) => standing === 'included') ? 'on' : 'off'}
          >
            {running.length === 0 ? (
              <p className="askfirst-standing" data-state="off">
                {t(isLive ? (isUnknownOn ? 'unknownOn' : 'nothingOn') : 'noConnection')}
              </p>
            ) : (
              <ul>
                {running.map((status) => (
                  <li key={status.id} data-state={status.standing}>
                    <p className="askfirst-standing" data-state={status.standing}>
                      <strong>{nameStatus(status, text)}</strong> <span>{sayStanding(status, text)}</span>
                    </p>
                    <RowControl status={status} text={text} onStop={stop} onOpen={open} />
                  </li>
                ))}
              </ul>
            )}
            {isLive && <OthersHere others={others} text={text} />}
            <button
              type="button"
              className="askfirst-link"
              aria-haspopup="dialog"
              onClick={() => open('')}
              {...{ [HOME]: '' }}
            >
              {t('myChoices')}
            </button>
            <UplinkNote client={client} text={text} />
            {surface.where === 'over' && <p className="askfirst-over">{t('leaveFullscreen')}</p>}
          </section>,
        )}
      <ChoicesAt client={client} text={text} feature={feature} onClose={() => open(undefined)} />
    </>
  )
}

interface RowControlProps {
  readonly status: FeatureStatus
  readonly text: Text
  onStop(feature: string): void
  onOpen(feature: string): void
}

/** The one thing to do about a feature, where it is shown. Taking back is one press. */
function RowControl({ status, text: { t }, onStop, onOpen }: RowControlProps) {
  const { actions, feature, id, standing } = status
  // What begins by itself is stopped as quickly before as after.
  const isToBegin = standing === 'question' && !needsYes(feature)
  if (isToBegin || actions.includes('withdraw')) {
    return (
      <button type="button" className="askfirst-button" data-askfirst="withdraw" onClick={() => onStop(id)}>
        {t(isToBegin ? toRefuseKey(feature) : toStopKey(feature))}
      </button>
    )
  }
  if (!actions.includes('accept')) return null
  return (
    <button type="button" className="askfirst-link" aria-haspopup="dialog" onClick={() => onOpen(id)}>
      {t(standing === 'left-out' ? 'change' : 'answer')}
    </button>
  )
}
