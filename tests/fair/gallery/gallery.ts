import type { Exhibit } from './exhibit.ts'
import { shutOut } from './shut-out.ts'
import { unequalAnswers } from './unequal-answers.ts'
import { unfairActs } from './unfair-acts.ts'
import { unfairWords } from './unfair-words.ts'

export const gallery: readonly Exhibit[] = [...unequalAnswers, ...unfairWords, ...unfairActs, ...shutOut]
