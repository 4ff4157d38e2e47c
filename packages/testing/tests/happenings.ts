import type { Simulation } from '@askfirst/testing'
import { count } from './figures.ts'

/** Adds what happened in one run to what happened in all. */
export function addUp(all: Map<string, number>, happened: Simulation['happened']): void {
  for (const [what, times] of Object.entries(happened)) all.set(what, (all.get(what) ?? 0) + times)
}

/** Each thing that happened, most often first. */
export const toLines = (all: ReadonlyMap<string, number>): string =>
  [...all]
    .sort(([, one], [, other]) => other - one)
    .map(([what, times]) => `${count(times).padStart(9)}  ${what}`)
    .join('\n')

/** Every step of a run, numbered. */
export const toStory = ({ story }: Simulation): string =>
  story.map((step, at) => `  ${at + 1}. ${step}`).join('\n')
