import { type LinkListener, randomIds, type Transport } from '@askfirst/core'
import { type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { createManualClock } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { createAsyncApi } from './src/asyncapi.ts'
import { createCheck } from './src/strict.ts'
import { gatesOf, type Step, type Vector, vectors } from './src/vectors.ts'

// The vectors that any worker passes, passed by ours.

interface Sent {
  readonly type: string
  readonly nonce?: string
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Our gate with nothing around it: the test is the link, the clock, and the authority. */
function openGate({ features }: Vector) {
  const clock = createManualClock()
  const sent: Sent[] = []
  let listener: LinkListener | undefined
  let links = 0
  let ended = 0
  const transport: Transport = {
    connect(mine) {
      links += 1
      listener = mine
      sent.length = 0
      return {
        send: (text) => void sent.push(JSON.parse(text)),
        close: () => {
          ended += 1
          if (listener === mine) listener = undefined
        },
      }
    },
  }
  let gate: ConnectedGate | undefined
  const options = { token: 'token', features: features.map((id) => ({ id })) }
  connectGateOver(options, { clock, ids: randomIds, transport }).then(
    (it) => {
      gate = it
    },
    () => {},
  )
  const renewals = () => sent.filter(({ type }) => type === 'renew')
  return {
    clock,
    sent,
    counts: () => ({ links, ended }),
    permits: (...[participant, feature, ask]: readonly [string, string, string]) =>
      gate?.permits(participant, feature, ask) ?? false,
    happens({ link, receives, receivesText }: Step): void {
      if (link === 'opens') listener?.onOpen()
      if (link === 'lost') listener?.onClose()
      if (receives === undefined && receivesText === undefined) return
      const nth = /^#(\d+)$/.exec(receives?.nonce ?? '')?.[1]
      const nonce = nth === undefined ? receives?.nonce : renewals()[Number(nth) - 1]?.nonce
      listener?.onMessage(receivesText ?? JSON.stringify({ ...receives, nonce }))
    },
  }
}

async function play(vector: Vector): Promise<void> {
  const gates = gatesOf(vector)
  const worker = openGate(vector)
  let now = 0
  let seen = 0
  for (const [at, step] of vector.steps.entries()) {
    const before = worker.counts()
    worker.clock[step.stopped === true ? 'suspend' : 'advance'](step.at - now)
    now = step.at
    await settle()
    if (step.link === 'opens') seen = 0
    worker.happens(step)
    await settle()
    const open = gates.filter((gate) => worker.permits(...gate)).map((gate) => gate.join('/'))
    const where = `step ${at} at ${step.at} ms`
    expect(open.sort(), where).toEqual(step.open)
    const types = worker.sent.slice(seen).flatMap(({ type }) => (type === 'command' ? [] : [type]))
    if (step.sends !== undefined) expect(types, where).toEqual(step.sends)
    seen = worker.sent.length
    const { ended } = worker.counts()
    if (step.startsOver || step.ends) expect(ended, where).toBe(before.ended + 1)
    else if (step.open.length > 0) expect(ended, where).toBe(before.ended)
    if (step.startsOver || step.ends) {
      const { links } = worker.counts()
      worker.clock.advance(step.startsOver ? 5_000 : 600_000)
      now += step.startsOver ? 5_000 : 600_000
      expect(worker.counts().links, where).toBe(step.startsOver ? links + 1 : links)
    }
  }
}

describe('our gate passes the vectors', () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => play(vector))
})

test('each step says how one vector goes on, and what arrives is a message unless the worker starts over', () => {
  expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length)
  const check = createCheck(createAsyncApi())
  for (const { name, steps } of vectors) {
    expect(
      steps.map(({ at }) => at),
      name,
    ).toEqual(steps.map(({ at }) => at).sort((a, b) => a - b))
    for (const { receives, startsOver } of steps) {
      if (receives === undefined || startsOver || name.startsWith('fields that are not')) continue
      expect(check(`worker.receives.${receives.type}`, receives), name).toEqual([])
    }
  }
})
