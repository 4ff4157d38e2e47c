import { setTimeout as delay } from 'node:timers/promises'
import { type Clock, systemClock } from '@askfirst/core'
import { createRandom } from '@askfirst/testing'
import { type Client, openClient } from './running-server.ts'
import type { WireTap } from './wire-tap.ts'

const FEATURE = 'meeting-summary'
/** More people than this say no more together: what is tried is the server, and not the machine. */
const BUSY = 60

/** Comes back sooner than a client would: what it waits 1 to 5 s for, it waits a quarter of. */
export const hastyClock: Clock = {
  ...systemClock,
  after: (delayMs, call) =>
    systemClock.after(delayMs > 1_000 && delayMs <= 5_000 ? delayMs / 4 : delayMs, call),
}

export interface CrowdOptions {
  readonly url: string
  readonly size: number
  /** Each person draws from a row of numbers of their own. */
  readonly seed: number
  readonly tap: WireTap
  token(participant: string, role: 'host' | 'attendee'): Promise<string>
}

/** People who change their minds without end: the first is the host, the others attend. */
export function createCrowd({ url, size, seed, tap, token }: CrowdOptions) {
  let isOver = false
  const people = Array.from({ length: size }, (_, at) => {
    const participant = `p${at}`
    const role = at === 0 ? 'host' : 'attendee'
    const transport = tap.transport(url, participant)
    const client = openClient(url, () => token(participant, role), { transport, clock: hastyClock })
    client.attachIndicator()
    return { participant, role, client, random: createRandom(seed + at + 1) } as const
  })

  async function live({ client, role, random }: (typeof people)[number]): Promise<void> {
    while (!isOver) {
      await delay((20 + random() * 200) * Math.max(1, size / BUSY))
      const { connection, place, view } = client.store.getState()
      if (connection === 'live' && place === 'out') {
        // Nobody is sure to have left who has not heard so: some say it again.
        if (random() < 0.3) await client.leave()
        else client.enter('call')
        continue
      }
      const feature = view?.features[FEATURE]
      if (feature === undefined) continue
      if (connection !== 'live') {
        // Away: a yes cannot be said, a no is kept and wins.
        if (random() < 0.1) await client.withdraw(FEATURE)
      } else if (random() < 0.04) {
        await client.leave()
      } else if (feature.activation === undefined) {
        if (role === 'host') await client.enable(FEATURE, { answer: 'accept' })
      } else if (role === 'host' && random() < 0.02) await client.disable(FEATURE)
      else await answer(client, random())
    }
  }

  async function answer(client: Client, mind: number): Promise<void> {
    if (mind < 0.6) {
      await client.show(FEATURE, { visibleMs: 2_500, lang: 'en' })
      await client.accept(FEATURE, { grants: mind < 0.2 ? ['improve'] : [] })
    } else if (mind < 0.8) await client.withdraw(FEATURE)
    else if (mind < 0.95) await client.decline(FEATURE)
    else await client.defer(FEATURE)
  }

  const lives = people.map(live)
  return {
    people,
    liveCount: () => people.filter(({ client }) => client.store.getState().connection === 'live').length,
    /** Lets everybody finish what they have begun; a no that is on its way is waited for. */
    async rest(): Promise<void> {
      isOver = true
      await Promise.all(lives)
    },
    leave(): void {
      for (const { client } of people) client.dispose()
    },
  }
}
