// #region ingress
import { createIngressGate } from '@askfirst/core/enforcement'
import { connectGate } from '@askfirst/core/gate'
import { summary } from './features.ts'

const gate = await connectGate({ url, token, features: [summary] })
const ingress = createIngressGate({ gate, feature: summary, asks: ['summarise'], presence: roster })
ingress.onRevoke(({ participant }) => buffers.discard(participant))

for await (const frame of audioFrames) {
  // A mixed frame has no participant: it passes only while everybody present has said yes.
  if (ingress.admit(frame.participant, 'audio')) model.push(frame.samples)
}

// #endregion

// #region enforcer
import type { AllowList, Enforced, Enforcer } from '@askfirst/core/enforcement'

export function transcriberOf(room: VendorRoom): Enforcer {
  const newest = new Map<string, AllowList>()
  return {
    point: 'vendor-feature',
    granularity: 'participant',
    async apply(list): Promise<Enforced> {
      const known = newest.get(list.feature)
      const isOlder =
        known && (list.term < known.term || (list.term === known.term && list.epoch < known.epoch))
      const now = isOlder ? known : list
      newest.set(list.feature, now)
      const { feature, term, epoch, allow } = now
      // Whole lists: what was lost or came twice on the way does no harm.
      await room.setTranscribed(
        allow.flatMap(({ participant, asks }) => (asks.length > 0 ? [participant] : [])),
      )
      return { feature, term, epoch, effective: 'enforced', uncovered: [] }
    },
  }
}

// #endregion

// #region enforcement
import { systemClock } from '@askfirst/core'
import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'

export const enforcement = createEnforcement({
  enforcers: [ingress, transcriberOf(vendorRoom)],
  presence: roster,
  clock: systemClock,
  report: gate.report,
})
feedEnforcement(gate, enforcement)

// #endregion

import type { Presence } from '@askfirst/core/enforcement'

declare const url: string
declare const token: string
declare const roster: Presence
declare const audioFrames: AsyncIterable<{ participant: string | undefined; samples: Float32Array }>
declare const model: { push(samples: Float32Array): void }
declare const buffers: { discard(participant: string | undefined): void }
declare const vendorRoom: VendorRoom
interface VendorRoom {
  setTranscribed(participants: readonly string[]): Promise<void>
}
