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

export function transcriberOf(room: VendorRoom, feature: string, ask: string): Enforcer {
  const newest = new Map<string, AllowList>()
  return {
    point: 'vendor-feature',
    // Without it the lists of every feature come here, and a yes to another one would be heard.
    features: [feature],
    granularity: 'participant',
    async apply(list): Promise<Enforced> {
      const known = newest.get(list.feature)
      const isOlder =
        known && (list.term < known.term || (list.term === known.term && list.epoch < known.epoch))
      const now = isOlder ? known : list
      newest.set(list.feature, now)
      // Whole lists: what was lost or came twice on the way does no harm. There are several where people have runs
      // of their own.
      const open = [...newest.values()].flatMap(({ allow }) => allow.filter(({ asks }) => asks.includes(ask)))
      await room.setTranscribed(open.map(({ participant }) => participant))
      const { feature, term, epoch } = now
      return { feature, term, epoch, effective: 'enforced', uncovered: [] }
    },
  }
}

// #endregion

// #region enforcement
import { systemClock } from '@askfirst/core'
import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'

export const enforcement = createEnforcement({
  enforcers: [ingress, transcriberOf(vendorRoom, summary.id, 'summarise')],
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
