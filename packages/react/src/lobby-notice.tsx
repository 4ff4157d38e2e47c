import type { FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import { ChoicesAt } from './choices-at.tsx'
import { CurrentQuestion, OtherQuestions, ToldLines } from './consent-notice.tsx'
import { type AnyClient, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import { NoticeParts, useNoticeParts } from './notice-parts.tsx'
import { OthersHere, othersOf } from './others-here.tsx'
import { needsYes, toRefuseKey } from './policy-words.ts'
import type { TextKey } from './text/text-keys.ts'
import type { Text } from './text.ts'
import { UplinkNote } from './uplink-note.tsx'
import { HOME } from './use-focus-return.ts'
import type { NoticeOptions } from './use-notice.ts'
import { nameStatus } from './words.ts'

/** Options of the notice in the lobby. */
export type LobbyNoticeProps = Omit<NoticeOptions, 'place' | 'shortcut'>

/** Asks before joining, where something is on: the same question, the same controls in the same order. */
export function LobbyNotice(options: LobbyNoticeProps) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const isInLobby = useConsentState(client, ({ place }) => place === 'lobby')
  const connection = useConsentState(client, (state) => state.connection)
  const others = useConsentState(client, othersOf)
  const [details, openDetails] = useState<string>()
  if (!isInLobby) return null
  return (
    <NoticeParts.Root {...options} place="lobby">
      <NoticeParts.Region className="askfirst askfirst-panel askfirst-lobby">
        <OtherQuestions />
        <CurrentQuestion onDetails={openDetails} />
        <ToldLines onChange={openDetails} />
      </NoticeParts.Region>
      <div className="askfirst" lang={text.lang} dir={text.dir}>
        {connection === 'live' ? (
          <OthersHere others={others} text={text} />
        ) : (
          connection !== 'connecting' && <p>{text.t('noConnection')}</p>
        )}
        <UplinkNote client={client} text={text} />
      </div>
      <GivenAnswers client={client} onChange={openDetails} />
      <ChoicesAt client={client} text={text} feature={details} onClose={() => openDetails(undefined)} />
    </NoticeParts.Root>
  )
}

/** The answers that count from when the person joins. */
function GivenAnswers({ client, onChange }: { client: AnyClient; onChange(feature: string): void }) {
  const { current, others, told, text } = useNoticeParts()
  const features = useFeatures(client).filter(
    ({ phase, id }) =>
      phase !== 'off' && ![current?.status, ...others, ...told].some((shown) => shown?.id === id),
  )
  return features.map((status) => {
    const { id } = status
    const said = sayGiven(status, text)
    if (said === undefined) return null
    return (
      <div key={id} className="askfirst askfirst-told" lang={text.lang} dir={text.dir}>
        <p>{said}</p>
        <button
          type="button"
          className="askfirst-link"
          aria-haspopup="dialog"
          onClick={() => onChange(id)}
          {...{ [HOME]: '' }}
        >
          {text.t('change')}
        </button>
      </div>
    )
  })
}

/** What the person answered, in the words of the control; and what begins by itself, where they did not. */
function sayGiven(status: FeatureStatus, text: Text): string | undefined {
  const { asks, feature: declared, standing } = status
  const feature = nameStatus(status, text)
  const isYes = standing === 'waiting' || standing === 'included'
  const isToBegin = isYes || standing === 'question'
  if (isToBegin && !needsYes(declared) && !asks.some(({ granted }) => granted)) {
    return `${feature}: ${text.t('standing_soon')}`
  }
  const answers: Partial<Record<FeatureStatus['standing'], TextKey>> = {
    waiting: 'accept',
    included: 'accept',
    'left-out': toRefuseKey(declared),
    later: 'later',
  }
  const answer = answers[standing]
  return answer && text.t('lobbyAnswered', { feature, answer: text.t(answer) })
}
