import type { Question } from './use-question.ts'

/** What goes on the control of an answer, beside its words. */
export interface AnswerProps {
  readonly 'data-askfirst': 'accept' | 'refuse' | 'later'
  /** Yes and no have to be seen, both, before a press counts. */
  readonly 'data-askfirst-watch': '' | undefined
  /** Whether a press counts now. */
  readonly 'data-state': 'arming' | 'armed'
  /** Counts only as a trusted press, once armed. */
  readonly onClick: Question['onAccept']
}

/** Spread on a button of the app's own, makes it the control of one answer to a question of `useNotice` or `useQuestion`. */
export function toAnswerProps(
  { isArmed, onAccept, onRefuse, onLater }: Question,
  answer: AnswerProps['data-askfirst'],
): AnswerProps {
  return {
    'data-askfirst': answer,
    'data-askfirst-watch': answer === 'later' ? undefined : '',
    'data-state': isArmed ? 'armed' : 'arming',
    onClick: { accept: onAccept, refuse: onRefuse, later: onLater }[answer],
  }
}
