import { no, yesAndBack } from './answers.ts'
import { dismissals, silence } from './dismissals.ts'
import { guarded } from './guarded.ts'
import type { Journey } from './journey.ts'
import { keys } from './keys.ts'
import { fullscreen, guest } from './others.ts'
import { typing } from './typing.ts'

/** Every journey; the last leaves the page on another clock. */
export const journeys: readonly Journey[] = [
  ...[typing, guarded, keys, yesAndBack, no, dismissals, guest, fullscreen, silence],
]
