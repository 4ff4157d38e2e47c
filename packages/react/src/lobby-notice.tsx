import type { FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import { CurrentQuestion, OtherQuestions, ToldLines } from './consent-notice.tsx'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import { MyChoices } from './my-choices.tsx'
import { NoticeParts } from './notice-parts.tsx'
import { nameFeature } from './words.ts'

/** Asks before joining, where something is on: the same question, the same controls in the same order. */
export function LobbyNotice(options: PartOptions) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const isInLobby = useConsentState(client, ({ place }) => place === 'lobby')
  const [details, openDetails] = useState<string>()
  const answered = useFeatures(client).filter(
    ({ phase, told, standing }) => phase !== 'off' && !told && standing in ANSWER,
  )
  if (!isInLobby) return null
  return (
    <NoticeParts.Root {...options} place="lobby">
      <NoticeParts.Region className="askfirst askfirst-panel askfirst-lobby">
        <CurrentQuestion onDetails={openDetails} />
        <OtherQuestions />
        <ToldLines onChange={openDetails} />
      </NoticeParts.Region>
      {answered.map((status) => (
        <div key={status.id} className="askfirst askfirst-told" lang={text.lang} dir={text.dir}>
          <p>
            {text.t('lobbyAnswered', {
              feature: nameFeature(status.feature, text),
              answer: text.t(ANSWER[status.standing] ?? 'later'),
            })}
          </p>
          <button type="button" className="askfirst-link" onClick={() => openDetails(status.id)}>
            {text.t('change')}
          </button>
        </div>
      ))}
      <MyChoices
        client={client}
        text={text}
        open={details !== undefined}
        onOpenChange={(open) => !open && openDetails(undefined)}
        feature={details}
        trigger={null}
      />
    </NoticeParts.Root>
  )
}

/** What the person answered, in the words of the control. */
const ANSWER: Readonly<Partial<Record<FeatureStatus['standing'], 'accept' | 'decline' | 'later'>>> = {
  waiting: 'accept',
  included: 'accept',
  'left-out': 'decline',
  later: 'later',
}
