import { defineFeature, leaveMeOut } from '@askfirst/core'
import { type Authority, createCatalogue, memoryLedger, openAuthority } from '@askfirst/core/authority'
import { createManualClock } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import type { Identity } from '../src/authority/identity.ts'
import { sha256 } from '../src/defaults/digest.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import { together } from './cast.ts'
import { openLink } from './link.ts'

const others = defineFeature({ ...together, id: 'others', policy: leaveMeOut })
const catalogue = await createCatalogue([together, others], sha256)
const hash = catalogue.get('together')?.hash ?? ''

const workerOf = (worker: string, ...features: string[]): Identity => ({
  use: 'gate',
  meeting: 'meeting',
  worker,
  features,
})
const machines: Readonly<Record<string, Identity>> = {
  app: { use: 'app', meeting: 'meeting', app: 'server' },
  recorder: workerOf('recorder', 'together'),
  captioner: workerOf('captioner', 'others'),
}
const person = (participant: string): Identity => ({
  use: 'person',
  meeting: 'meeting',
  participant,
  role: 'host',
  kind: 'person',
})

/** Anna is in the call and has turned it on for all; every other word comes over a link of its own. */
async function open(ledger = memoryLedger()) {
  const open = (): Promise<Authority> =>
    openAuthority({
      meeting: 'meeting',
      catalogue,
      ledger,
      clock: createManualClock(),
      ids: randomIds,
      random: systemRandom,
    })
  let authority = await open()
  const link = await openLink(undefined, {
    authenticate: async (token) => machines[token] ?? person(token),
    authority: async () => authority,
  })
  let wishes = 0
  const come = async (token: string) => {
    const { say, replyTo } = link.accept()
    await say({ ...link.hello, token, connection: token })
    return async (command: object) => {
      wishes += 1
      const id = `w${wishes}`
      await say({ type: 'command', command: { id, ...command } })
      return replyTo(id)
    }
  }
  /** Says who is in the call: names, or names of bots with a star. */
  const reports = async (by: string, ...names: string[]) => {
    const participants = names.map((name) => ({
      participant: name.replace('*', ''),
      kind: name.endsWith('*') ? 'agent' : 'person',
    }))
    return (await come(by))({ type: 'roster.report', participants })
  }
  const arrives = async (name: string) => {
    const wish = await come(name)
    await wish({ type: 'participant.join', place: 'call' })
    await wish({ type: 'indicator.show', knows: [hash] })
    return wish
  }
  const hears = (name = 'anna') => authority.permits(name, 'together', 'listen')
  return {
    reports,
    arrives,
    hears,
    async turnsOn() {
      const anna = await arrives('anna')
      return anna({
        type: 'feature.enable',
        feature: 'together',
        activation: 'run-1',
        method: 'button',
        notice: { revision: together.revision, hash, lang: 'en' },
        decision: { answer: 'accept', grants: [], seen: 0 },
      })
    },
    async restart() {
      await authority.close()
      authority = await open()
    },
  }
}
const OK = { ok: true }
const NO_ROSTER = { ok: false, rejection: { code: 'no-roster' } }

describe('a worker beside the app', () => {
  test('makes a bot of nobody who is in the call: everybody goes on waiting for them', async () => {
    const { reports, turnsOn, hears } = await open()
    await reports('app', 'anna', 'ben')
    expect(await turnsOn()).toEqual(OK)
    expect(await reports('captioner', 'ben*')).toEqual(OK)
    expect(hears()).toBe(false)
    expect(await reports('recorder', 'anna', 'ben*')).toEqual(OK)
    expect(hears()).toBe(false)
    await reports('app', 'anna', 'ben*')
    expect(hears()).toBe(true)
  })

  test('who called somebody a bot before they came is not believed once the app says otherwise', async () => {
    const { reports, turnsOn, hears } = await open()
    await reports('app', 'anna')
    expect(await turnsOn()).toEqual(OK)
    await reports('captioner', 'ben*')
    await reports('app', 'anna', 'ben')
    await reports('captioner', 'ben*')
    expect(hears()).toBe(false)
  })
})

describe('a worker that reports first', () => {
  test('is believed where what waits for everybody is its own, and may say that a bot is a person after all', async () => {
    const { reports, turnsOn, hears } = await open()
    expect(await reports('recorder', 'anna', 'ben*')).toEqual(OK)
    expect(await turnsOn()).toEqual(OK)
    expect(hears()).toBe(true)
    expect(await reports('recorder', 'anna', 'ben')).toEqual(OK)
    expect(hears()).toBe(false)
    await reports('recorder', 'anna', 'ben*')
    expect(hears()).toBe(false)
  })

  test('says nothing of everybody where it is not: also not after a restart', async () => {
    const { reports, turnsOn, arrives, hears, restart } = await open()
    expect(await reports('captioner', 'anna')).toMatchObject(NO_ROSTER)
    expect(await turnsOn()).toMatchObject(NO_ROSTER)
    await reports('app', 'anna')
    expect(await turnsOn()).toEqual(OK)
    expect(hears()).toBe(true)
    await restart()
    await arrives('anna')
    expect(await reports('captioner', 'anna')).toMatchObject(NO_ROSTER)
    expect(hears()).toBe(false)
    await reports('app', 'anna')
    expect(hears()).toBe(true)
  })
})
