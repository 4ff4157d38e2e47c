import { acceptOrLeave, type ConsentClient, defineFeature, leaveMeOut, noticeOnly } from '@askfirst/core'
import { createMeeting, failingLedger, type JoinOptions } from '@askfirst/testing'
import { expect } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import type { FeatureOptions } from '../src/model/feature.ts'
import { notes, OK, objected, plain, statusOf, together } from './cast.ts'
import { summary } from './features.ts'
import { mapKeep } from './map-keep.ts'
import { tap } from './wire.ts'

// A call with somebody in it whose device always says no.

const leaving = defineFeature({ ...plain, id: 'leaving', policy: acceptOrLeave })
const told = defineFeature({ ...plain, id: 'told', policy: noticeOnly })
const oneNo = defineFeature({ ...plain, id: 'one-no', policy: { ...leaveMeOut, decline: 'stop' } })
const features: readonly FeatureOptions[] = [plain, summary, leaving, told, objected, oneNo, together, notes]

export const standingOf = (client: ConsentClient, feature = 'plain') => statusOf(client, feature)?.standing

/** A host, and Ben, whose device always says no. */
export async function benAlwaysSaysNo(options: JoinOptions = {}) {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features, ledger, expireAfterMs: 60_000 })
  const anna = await meeting.join('anna', { role: 'host' })
  const keep = mapKeep('on')
  const wire = tap()
  const ben = await meeting.join('ben', { standing: keep.tab(), transport: wire.through, ...options })
  const worker = await meeting.worker()
  const hears = (feature = 'plain') => [...worker.allowed(feature, 'listen')].includes('ben')
  /** Ben's answers, as the record has them. */
  const answers = async () =>
    (await meeting.events()).flatMap((event) =>
      event.type.startsWith('consent.') && 'participant' in event && event.participant === 'ben'
        ? [
            `${event.type} ${'method' in event ? event.method : ''} ${'feature' in event ? event.feature : ''}`,
          ]
        : [],
    )
  const turnOn = async (feature = 'plain') => {
    expect(await anna.enable(feature, { answer: 'accept' })).toEqual(OK)
    await meeting.settle()
  }
  return { meeting, ledger, anna, ben, keep, wire, hears, answers, turnOn }
}
export const DECLINED = ['consent.declined standing plain']
