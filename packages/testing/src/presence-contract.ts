import type { Peer, Presence } from '@askfirst/core/enforcement'
import { type Closing, type ContractCase, over, same } from './contract.ts'

// takes: how to make a presence and its call · gives: what any presence has to do, case by case

/** A presence and the call that it looks at. Each act resolves once the presence has had time to hear of it. */
export interface PresenceTrial extends Closing {
  readonly presence: Presence
  /** Somebody comes into the call, or comes on one more device. */
  arrive(peer: Peer): void | Promise<void>
  /** Somebody's last device goes. */
  depart(id: string): void | Promise<void>
  /** Whether the one whose device this is, is in the call as the others see it. */
  isInCall(): boolean | Promise<boolean>
}

/**
 * What any `Presence` has to do, for the test runner of your choice.
 *
 * @example
 * for (const { name, run } of presenceContract()) it(name, () => run(() => openMyCall()))
 */
export function presenceContract(): readonly ContractCase<PresenceTrial>[] {
  return [
    over('knows who is in the call, and of what kind', async ({ presence, arrive }: PresenceTrial) => {
      await arrive(ANNA)
      await arrive(NOTES)
      const known = presence.peers().filter(({ id }) => id === ANNA.id || id === NOTES.id)
      same('peers', known.map(({ id, kind }) => [id, kind]).sort(), [
        ['anna', 'person'],
        ['notes', 'agent'],
      ])
    }),
    over('forgets who has gone', async ({ presence, arrive, depart }) => {
      await arrive(ANNA)
      await arrive(BEN)
      await depart('anna')
      same('anna', has(presence.peers(), 'anna'), false)
      same('ben', has(presence.peers(), 'ben'), true)
    }),
    over('names a participant once, however many their devices', async ({ presence, arrive }) => {
      await arrive(ANNA)
      await arrive(ANNA)
      same('times', presence.peers().filter(({ id }) => id === 'anna').length, 1)
    }),
    over('tells of an arrival, with before and after', async ({ presence, arrive }) => {
      await arrive(ANNA)
      const heard: boolean[][] = []
      presence.onChange(({ before, after }) => heard.push([has(before, 'ben'), has(after, 'ben')]))
      await arrive(BEN)
      same('changes', heard, [[false, true]])
    }),
    over('tells of a departure, with before and after', async ({ presence, arrive, depart }) => {
      await arrive(ANNA)
      const heard: boolean[][] = []
      presence.onChange(({ before, after }) => heard.push([has(before, 'anna'), has(after, 'anna')]))
      await depart('anna')
      same('changes', heard, [[true, false]])
    }),
    over('tells once peers() says so, not before', async ({ presence, arrive }) => {
      const found: boolean[] = []
      presence.onChange(() => found.push(has(presence.peers(), 'anna')))
      await arrive(ANNA)
      same('whether peers() had it when told', found, [true])
    }),
    over('is silent where nothing changed', async ({ presence, arrive }) => {
      await arrive(ANNA)
      let times = 0
      presence.onChange(() => {
        times += 1
      })
      await arrive(ANNA)
      same('changes', times, 0)
    }),
    over('leaves what was handed out as it was', async ({ presence, arrive, depart }) => {
      await arrive(ANNA)
      const earlier = presence.peers()
      await arrive(BEN)
      await depart('anna')
      same('the earlier list', [has(earlier, 'anna'), has(earlier, 'ben')], [true, false])
    }),
    over('tells every listener, and none after its undo', async ({ presence, arrive }) => {
      const heard: string[] = []
      const undo = presence.onChange(() => heard.push('first'))
      presence.onChange(() => heard.push('second'))
      await arrive(ANNA)
      undo()
      undo()
      await arrive(BEN)
      same('who heard', heard.sort(), ['first', 'second', 'second'])
    }),
    over('has left the call once leave() resolves', async ({ presence, isInCall }) => {
      same('in the call before', await isInCall(), true)
      await presence.leave()
      same('in the call after', await isInCall(), false)
    }),
  ]
}

const ANNA: Peer = { id: 'anna', kind: 'person' }
const BEN: Peer = { id: 'ben', kind: 'person' }
const NOTES: Peer = { id: 'notes', kind: 'agent' }
const has = (peers: readonly Peer[], id: string): boolean => peers.some((peer) => peer.id === id)
