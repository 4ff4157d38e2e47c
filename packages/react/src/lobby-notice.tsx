import type { FeatureStatus } from '@askfirst/core'
import { useState } from 'react'
import { CurrentQuestion, OtherQuestions, ToldLines } from './consent-notice.tsx'
import { type AnyClient, type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import { MyChoices } from './my-choices.tsx'
import { NoticeParts, useNoticeParts } from './notice-parts.tsx'
import { HOME } from './use-focus-return.ts'
import { nameFeature } from './words.ts'

/** Asks before joining, where something is on: the same question, the same controls in the same order. */
export function LobbyNotice(options: PartOptions) {
  const client = useConsentClient(options.client)
  const text = useText(options.text)
  const isInLobby = useConsentState(client, ({ place }) => place === 'lobby')
  const [details, openDetails] = useState<string>()
  if (!isInLobby) return null
  return (
    <NoticeParts.Root {...options} place="lobby">
      <NoticeParts.Region className="askfirst askfirst-panel askfirst-lobby">
        <OtherQuestions />
        <CurrentQuestion onDetails={openDetails} />
        <ToldLines onChange={openDetails} />
      </NoticeParts.Region>
      <GivenAnswers client={client} onChange={openDetails} />
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

/** The answers that count from when the person joins. */
function GivenAnswers({ client, onChange }: { client: AnyClient; onChange(feature: string): void }) {
  const { told, text } = useNoticeParts()
  const features = useFeatures(client).filter(
    ({ phase, id }) => phase !== 'off' && !told.some((line) => line.id === id),
  )
  return features.map(({ id, feature, standing }) => {
    const answer = ANSWER[standing]
    if (answer === undefined) return null
    return (
      <div key={id} className="askfirst askfirst-told" lang={text.lang} dir={text.dir}>
        <p>{text.t('lobbyAnswered', { feature: nameFeature(feature, text), answer: text.t(answer) })}</p>
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

/** What the person answered, in the words of the control. */
const ANSWER: Readonly<Partial<Record<FeatureStatus['standing'], 'accept' | 'decline' | 'later'>>> = {
  waiting: 'accept',
  included: 'accept',
  'left-out': 'decline',
  later: 'later',
}
