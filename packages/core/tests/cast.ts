import {
  type ConsentClient,
  defineFeature,
  everyoneOrNobody,
  leaveMeOut,
  objection,
  type Presence,
  viewFeature,
} from '@askfirst/core'
import { expect } from 'vitest'
import { summary } from './features.ts'

// What whole meetings are played with: one feature a policy, and what people do in one line.

const one = {
  ...summary,
  asks: { listen: { purpose: 'transcribe', data: ['audio'], required: true } },
} as const

export const together = defineFeature({ ...one, id: 'together', policy: everyoneOrNobody })
export const objected = defineFeature({ ...one, id: 'objected', policy: objection })
export const notes = defineFeature({ ...one, id: 'notes', policy: { ...leaveMeOut, turnOn: 'anyone' } })
export const roomed = defineFeature({ ...one, id: 'roomed', policy: { ...leaveMeOut, scope: 'room' } })
export const plain = defineFeature({ ...one, id: 'plain', policy: leaveMeOut })

export const OK = { ok: true }

/** Is shown the notice, and says yes. */
export async function agree(client: ConsentClient, feature: string): Promise<void> {
  expect(await client.show(feature, { visibleMs: 2_000, lang: 'en' })).toEqual(OK)
  expect(await client.accept(feature)).toEqual(OK)
}

export const statusOf = (client: ConsentClient, feature: string) =>
  viewFeature(client.store.getState(), feature)
export const phaseOf = (client: ConsentClient, feature: string) => statusOf(client, feature)?.phase
export const reasonOf = (client: ConsentClient, feature: string) => statusOf(client, feature)?.reason

/** A call that remembers being left. */
export function callOf(): Pick<Presence, 'leave'> & { left: number } {
  const call = {
    left: 0,
    async leave() {
      call.left += 1
    },
  }
  return call
}
