import type { ConsentClient } from '@askfirst/core'
import { ChoiceParts as Choice } from './choice-parts.tsx'
import { QuestionAnswers, QuestionLater, QuestionWords } from './question-parts.tsx'
import type { Text } from './text.ts'

interface FeatureChoiceProps {
  readonly client: ConsentClient
  readonly text: Text
  readonly feature: string
  /** Whether the person came here for this feature. */
  readonly isWanted: boolean
}

/** One feature in my choices: how it stands, what can be changed, what it is. */
export function FeatureChoice(props: FeatureChoiceProps) {
  return (
    <Choice.Root {...props}>
      <Choice.Region className="askfirst-choice">
        <Choice.Title />
        <Choice.Text className="askfirst-standing" />
        <Choice.Question className="askfirst-question">
          <QuestionWords />
          <QuestionAnswers />
          <QuestionLater className="askfirst-link" />
        </Choice.Question>
        <Choice.Change className="askfirst-link" />
        <Choice.Asks className="askfirst-optional" />
        <Choice.Stop className="askfirst-button" />
        <Choice.Details className="askfirst-details" />
        <Choice.Erase className="askfirst-progress" />
        <Choice.RequestOff className="askfirst-request" />
      </Choice.Region>
    </Choice.Root>
  )
}
