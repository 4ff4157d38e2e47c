import { dismissals } from './dismissals.ts'
import { guarded } from './guarded.ts'
import { putOff, saidNo, silence } from './in-ten-minutes.ts'
import type { Journey } from './journey.ts'
import { keys } from './keys.ts'
import { no } from './no.ts'
import { fullscreen, guest } from './others.ts'
import { typing } from './typing.ts'
import { yesAndBack } from './yes-and-back.ts'

// gives: every journey, in the order in which one page can go through them

/** Every journey; the last three leave the page on another clock. */
export const journeys: readonly Journey[] = [
  ...[typing, guarded, keys, yesAndBack, no, dismissals, guest, fullscreen],
  ...[silence, putOff, saidNo],
]
