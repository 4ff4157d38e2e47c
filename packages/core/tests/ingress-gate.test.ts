import { memoryPresence } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { createIngressGate } from '../src/enforcement/ingress-gate.ts'
import { createGate } from '../src/gate/gate.ts'
import { defineFeature } from '../src/model/feature.ts'
import { leaveMeOut } from '../src/model/policy.ts'
import { allowing } from './enforcement-stage.ts'

// What every ingress gate does is in the contract; this is what only this one has.

const summary = defineFeature({
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    identify: { purpose: 'identify-speakers', data: ['audio'] },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI' }],
  retention: { days: 30 },
})

type Asks = Readonly<Record<string, readonly string[]>>

function open(asks?: readonly ('summarise' | 'identify' | 'improve')[]) {
  let lease: 'held' | 'lost' = 'held'
  let epoch = 0
  const gate = createGate(() => lease === 'held')
  const presence = memoryPresence()
  const ingress = createIngressGate({ gate, feature: summary, presence, ...(asks && { asks }) })
  const revoked: string[] = []
  ingress.onRevoke(({ participant = 'mixed', data }) => revoked.push(`${participant} ${data}`))
  return {
    ...{ gate, ingress, presence, revoked },
    allow(people: Asks) {
      epoch += 1
      const allow = Object.entries(people).map(([participant, granted]) => ({
        ...{ participant, asks: [...granted] },
      }))
      gate.apply([allowing([], { epoch, allow })])
    },
    expire() {
      lease = 'lost'
    },
  }
}

describe('an ingress gate of a feature', () => {
  test('admits each kind of data that an open ask takes', () => {
    const call = open()
    call.allow({ anna: ['summarise', 'improve'] })
    const kinds = ['audio', 'chat', 'transcript', 'video'] as const
    expect(kinds.filter((kind) => call.ingress.admit('anna', kind))).toEqual(['audio', 'chat', 'transcript'])
  })

  test('discards a kind only once no ask is left that takes it', () => {
    const call = open()
    call.allow({ anna: ['summarise', 'identify'] })
    call.allow({ anna: ['identify'] })
    expect(call.revoked).toEqual(['anna chat'])
    call.allow({})
    expect(call.revoked).toEqual(['anna chat', 'anna audio'])
  })

  test('for some asks only, it admits and discards for no other', () => {
    const call = open(['improve'])
    call.allow({ anna: ['summarise', 'improve'] })
    expect(call.ingress.admit('anna', 'audio')).toBe(false)
    expect(call.ingress.admit('anna', 'transcript')).toBe(true)
    call.allow({ anna: ['improve'] })
    expect(call.revoked).toEqual([])
  })

  test('is closed as soon as the lease has run out, before anybody says so', () => {
    const call = open()
    call.presence.arrive({ id: 'anna', kind: 'person' })
    call.allow({ anna: ['summarise'] })
    expect(call.ingress.admit(undefined, 'audio')).toBe(true)
    call.expire()
    expect(call.ingress.admit('anna', 'audio')).toBe(false)
    expect(call.ingress.admit(undefined, 'audio')).toBe(false)
  })

  test('takes what is mixed for one ask that all have, not for one each', () => {
    const call = open()
    call.presence.arrive({ id: 'anna', kind: 'person' })
    call.presence.arrive({ id: 'ben', kind: 'room' })
    call.allow({ anna: ['summarise'], ben: ['identify'] })
    expect(call.ingress.admit(undefined, 'audio')).toBe(false)
    call.allow({ anna: ['summarise'], ben: ['identify', 'summarise'] })
    expect(call.ingress.admit(undefined, 'audio')).toBe(true)
  })

  test('without a roster nothing mixed passes', () => {
    const { gate, allow } = open()
    allow({ anna: ['summarise'] })
    expect(createIngressGate({ gate, feature: summary }).admit(undefined, 'audio')).toBe(false)
  })

  test('obeys the stricter of gate and list, also where the list opens first', async () => {
    const call = open()
    await call.ingress.apply(allowing(['anna'], { epoch: 1 }))
    expect(call.ingress.admit('anna', 'audio')).toBe(false)
    call.allow({ anna: ['summarise'], ben: ['summarise'] })
    expect(call.ingress.admit('anna', 'audio')).toBe(true)
    expect(call.ingress.admit('ben', 'audio')).toBe(false)
  })

  test('tells once what both the gate and the list close, whichever is first', async () => {
    const call = open()
    call.allow({ anna: ['summarise'], ben: ['summarise'] })
    await call.ingress.apply(allowing(['anna', 'ben'], { epoch: 1 }))
    await call.ingress.apply(allowing(['ben'], { epoch: 2 }))
    call.allow({ ben: ['summarise'] })
    call.allow({})
    await call.ingress.apply(allowing([], { epoch: 3 }))
    expect(call.revoked.filter((what) => what.endsWith('audio'))).toEqual(['anna audio', 'ben audio'])
  })

  test('tells nothing of what was not admitted: by another feature, or by a list before', async () => {
    const call = open()
    const captions = { feature: 'captions', allow: [{ participant: 'cem', asks: ['summarise'] }] }
    call.gate.apply([allowing([], captions)])
    call.gate.apply([allowing([], { ...captions, epoch: 2, allow: [] })])
    expect(call.revoked).toEqual([])
    call.allow({ anna: ['summarise'], ben: ['summarise'] })
    await call.ingress.apply(allowing(['anna'], { epoch: 1 }))
    await call.ingress.apply(allowing(['anna'], { epoch: 2 }))
    expect(call.revoked).toEqual(['ben audio', 'ben chat'])
  })
})
