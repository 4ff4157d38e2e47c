import { type Clock, sha256, systemClock } from '@askfirst/core'
import { type Authority, createCatalogue, type Ledger, openAuthority } from '@askfirst/core/authority'
import { summary } from './features.ts'
import type { Wish } from './sentences.ts'

const catalogue = await createCatalogue([summary], sha256)
let ids = 0

/** An authority of meeting `m` on a ledger of the test's own, and nothing around it. */
export const openOn = (ledger: Ledger, clock: Clock = systemClock): Promise<Authority> =>
  openAuthority({
    meeting: 'm',
    catalogue,
    ledger,
    clock,
    ids: () => `id-${++ids}`,
    random: Math.random,
  })

/** Sends a wish as a command of its own, however often it was made. */
export const send = (authority: Authority, { command, actor }: Wish) =>
  authority.dispatch({ ...command, id: `id-${++ids}` }, actor)
