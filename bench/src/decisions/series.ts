import type { Round } from '../phases.ts'
import { CROWD_KINDS, crowdMeeting } from './crowd.ts'
import { RUN_KINDS, runMeeting } from './runs.ts'
import { TOGETHER_KINDS, togetherMeeting } from './together.ts'

// gives: what is timed, by name: the kinds of decisions, and a meeting of so many people that takes them

interface Series {
  readonly kinds: readonly string[]
  meetingOf(people: number): Round
}

export const series = {
  crowd: { kinds: CROWD_KINDS, meetingOf: crowdMeeting },
  runs: { kinds: RUN_KINDS, meetingOf: runMeeting },
  together: { kinds: TOGETHER_KINDS, meetingOf: togetherMeeting },
} satisfies Record<string, Series>
export type SeriesName = keyof typeof series
export const seriesNames = Object.keys(series) as readonly SeriesName[]
