import type { ConsentClient, FeatureStatus } from '@askfirst/core'
import { useId, useState } from 'react'
import { EraseOffer } from './erase-offer.tsx'
import { FeatureDetails } from './feature-details.tsx'
import { GrantedAsks } from './granted-asks.tsx'
import { needsYes, toRefuseKey, toStopKey } from './policy-words.ts'
import { AnswerButtons, OptionalAsks, QuestionProgress, QuestionWords } from './question-parts.tsx'
import { RequestOff } from './request-off.tsx'
import { sayStanding } from './standing.ts'
import type { Text } from './text.ts'
import { withdraw } from './use-indicator.ts'
import { type Question, toQuestionKey, useQuestion } from './use-question.ts'
import { nameStatus } from './words.ts'

interface FeatureChoiceProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly status: FeatureStatus
  /** Whether the person came here for this feature. */
  readonly isWanted: boolean
}

/** One feature in my choices: how it stands, what can be changed, what it is. */
export function FeatureChoice({ client, text, status, isWanted }: FeatureChoiceProps) {
  const { t } = text
  const { actions, feature, phase, standing } = status
  const [isChanging, setChanging] = useState(isWanted)
  const [read, setRead] = useState('')
  const headingId = useId()
  const mayAccept = actions.includes('accept') || standing === 'sending'
  const isRead = status.shown && read === toQuestionKey(status)
  const isAsking = mayAccept && !isRead && (standing !== 'left-out' || isChanging)
  const question = useQuestion({
    client,
    text,
    status: isAsking ? status : undefined,
    onRead: (asked) => setRead(toQuestionKey(asked)),
  })
  // Read, and not begun yet: a no is as near as it will be then.
  const isToBegin = isRead && standing === 'question' && !needsYes(feature)
  return (
    <section className="askfirst-choice" aria-labelledby={headingId} data-state={standing}>
      <h3 id={headingId}>{nameStatus(status, text)}</h3>
      <p className="askfirst-standing" data-state={phase === 'off' ? 'off' : standing}>
        {sayStanding(status, text)}
      </p>
      {question !== undefined && (
        <AskedHere question={question} text={text} onRefused={() => setChanging(false)} />
      )}
      {mayAccept && !isAsking && !isToBegin && (
        <button type="button" className="askfirst-link" onClick={() => setChanging(true)}>
          {t('change')}
        </button>
      )}
      {(isToBegin || actions.includes('withdraw')) && (
        <>
          {!isToBegin && <GrantedAsks client={client} text={text} status={status} />}
          <button
            type="button"
            className="askfirst-button"
            data-askfirst="withdraw"
            onClick={() => void withdraw(client, status.id)}
          >
            {t(isToBegin ? toRefuseKey(feature) : toStopKey(feature))}
          </button>
        </>
      )}
      <FeatureDetails status={status} text={text} isAsked={question !== undefined} isOpen={isWanted} />
      <EraseOffer client={client} text={text} status={status} />
      <RequestOff key={status.activation?.id} client={client} text={text} status={status} />
    </section>
  )
}

/** The question as everywhere else, whether it is still open or being changed. */
function AskedHere({ question, text, onRefused }: { question: Question; text: Text; onRefused(): void }) {
  const { feature, standing } = question.status
  // Who is left out already stays so without another decision.
  const asked =
    standing === 'left-out' && feature.policy.decline !== 'leave'
      ? { ...question, onRefuse: onRefused }
      : question
  return (
    <div className="askfirst-question" ref={question.watch}>
      <QuestionWords words={question.words} />
      <OptionalAsks words={question.words} ticked={question.ticked} onTick={question.tick} />
      <QuestionProgress question={question} text={text} />
      <AnswerButtons question={asked} />
    </div>
  )
}
