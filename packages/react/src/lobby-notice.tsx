import type { FeatureStatus } from '@askfirst/core'
import { type ReactNode, useState } from 'react'
import { NoticeInside } from './consent-notice.tsx'
import { useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures, useIsInLobby } from './features.ts'
import { NoticeParts, NoticeRoot, noticePart } from './notice-parts.tsx'
import { needsYes, toRefuseKey } from './policy-words.ts'
import { sayOthers } from './say-others.ts'
import { sayTold } from './standing.ts'
import type { TextKey } from './text/text-keys.ts'
import { type Text, toLabelled } from './text.ts'
import { UplinkNote } from './uplink-note.tsx'
import type { ChoicesOptions } from './use-choices.tsx'
import { HOME } from './use-focus-return.ts'
import { othersOf } from './use-indicator.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import type { NoticeOptions } from './use-notice.ts'
import { nameStatus } from './words.ts'

/** Options of the lobby's notice, and the parts inside. */
export interface LobbyRootProps extends ChoicesOptions, LobbyNoticeProps {
  /** Parts of the notice, the same as in the call, and `Lobby.Answers`. */
  readonly children: ReactNode
}

/** Holds the questions for who is in the lobby; for everybody else there is nothing. */
function LobbyRoot({ children, ...options }: LobbyRootProps) {
  return useIsInLobby(options.client) ? (
    <NoticeRoot {...options} place="lobby">
      {children}
    </NoticeRoot>
  ) : null
}

/** The answers that count from when the person joins, each with a way to change it. */
const LobbyAnswers = /* @__PURE__ */ noticePart('div', ({ client, current, open, others, told, text }) => {
  const asked = [current?.status, ...others, ...told]
  const given = useFeatures(client).filter(
    ({ phase, id }) => phase !== 'off' && !asked.some((shown) => shown?.id === id),
  )
  const answers = given.flatMap((status) => {
    const said = sayGiven(status, text)
    if (said === undefined) return []
    return (
      <div key={status.id} className="askfirst-told">
        <p>{said}</p>
        <button
          type="button"
          className="askfirst-link"
          aria-haspopup="dialog"
          onClick={() => open(status.id)}
          {...{ [HOME]: '' }}
        >
          {text.t('change')}
        </button>
      </div>
    )
  })
  if (answers.length === 0) return undefined
  return { lang: text.lang, dir: text.dir, says: answers }
})

/**
 * Bots and recorders in the call, before the person joins it; or, without a connection, what is used as far as known.
 */
const LobbyOthers = /* @__PURE__ */ noticePart('p', ({ client, text }) => {
  const used = useConsentClient(client)
  const connection = useConsentState(used, (state) => state.connection)
  const others = useConsentState(used, othersOf)
  const unheard = useConsentState(used, (state) => state.unheard)
  const says = connection === 'live' ? sayOthers(others, text) : text.t(`standing_${unheard}`)
  if (says === '' || connection === 'connecting') return undefined
  return { lang: text.lang, dir: text.dir, says }
})

/** The parts of a notice in the lobby, beside those of the notice. */
export const LobbyParts = {
  /** Holds the questions for who is in the lobby; for everybody else there is nothing. */
  Root: LobbyRoot,
  /** The answers that count from when the person joins, each with a way to change it. */
  Answers: LobbyAnswers,
  /** Bots and recorders in the call, before the person joins it; or, without a connection, what is used as far as known. */
  Others: LobbyOthers,
} as const

/** Options of the notice in the lobby. */
export type LobbyNoticeProps = Omit<NoticeOptions, 'place'>

/** Asks before joining, where something is on: the same question, the same controls in the same order. */
export function LobbyNotice(options: LobbyNoticeProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const [muted, setMuted] = useState<HTMLElement | null>(null)
  useKeptFocus(muted)
  return (
    <LobbyRoot {...options}>
      <NoticeParts.Region className="askfirst askfirst-panel askfirst-lobby">
        <NoticeInside />
      </NoticeParts.Region>
      <div ref={setMuted} tabIndex={-1} className="askfirst" lang={text.lang} dir={text.dir}>
        <UplinkNote client={client} text={text} />
      </div>
      <LobbyOthers className="askfirst" />
      <LobbyAnswers className="askfirst" />
    </LobbyRoot>
  )
}

/** What the person answered, in the words of the control; and what begins by itself, where they did not. */
function sayGiven(status: FeatureStatus, text: Text): string | undefined {
  const { asks, feature: declared, standing } = status
  const feature = nameStatus(status, text)
  const isYes = standing === 'waiting' || standing === 'included'
  const isToBegin = isYes || standing === 'question'
  if (isToBegin && !needsYes(declared) && !asks.some(({ granted }) => granted)) {
    return toLabelled(text, feature, text.t('standing_soon'))
  }
  // What the control does cannot count from joining.
  if (standing === 'left-out' && declared.policy.decline === 'leave') return sayTold(status, text)
  const answers: Partial<Record<FeatureStatus['standing'], TextKey>> = {
    waiting: 'accept',
    included: 'accept',
    'left-out': toRefuseKey(declared),
    later: 'later',
  }
  const answer = answers[standing]
  return answer && text.t('lobbyAnswered', { feature, answer: text.t(answer) })
}
