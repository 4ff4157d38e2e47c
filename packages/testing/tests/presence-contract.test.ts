import type { Peer } from '@askfirst/core/enforcement'
import { describe } from 'vitest'
import { type PresenceTrial, presenceContract } from '../src/index.ts'
import { bites, keeps } from './contract-proof.ts'
import { openPresence } from './open-ports.ts'

// What keeps the contract passes, and of every promise in it something that breaks it is caught by it.

describe('a presence', () => {
  describe('in memory keeps the contract', () => keeps(presenceContract(), openPresence))
  describe('is caught', () => {
    const with_ = (change: (trial: PresenceTrial) => Partial<PresenceTrial['presence']>) => () => {
      const trial = openPresence()
      return { ...trial, presence: { ...trial.presence, ...change(trial) } }
    }
    bites(presenceContract(), [
      [
        'takes everybody for a person',
        'knows who is in the call, and of what kind',
        with_(({ presence }) => ({
          peers: () => presence.peers().map(({ id }): Peer => ({ id, kind: 'person' })),
        })),
      ],
      [
        'remembers who has gone',
        'forgets who has gone',
        () => ({ ...openPresence(), depart: () => undefined }),
      ],
      [
        'counts devices',
        'names a participant once, however many their devices',
        with_(({ presence }) => ({ peers: () => [...presence.peers(), ...presence.peers()] })),
      ],
      [
        'never tells of anything',
        'tells of an arrival, with before and after',
        with_(() => ({ onChange: () => () => undefined })),
      ],
      [
        'tells of arrivals only',
        'tells of a departure, with before and after',
        with_(({ presence }) => ({
          onChange: (listener) =>
            presence.onChange((change) => {
              if (change.after.length > change.before.length) listener(change)
            }),
        })),
      ],
      [
        'swaps before and after',
        'tells of an arrival, with before and after',
        with_(({ presence }) => ({
          onChange: (listener) =>
            presence.onChange(({ before, after }) => listener({ before: after, after: before })),
        })),
      ],
      [
        'tells before it knows',
        'tells once peers() says so, not before',
        with_(({ presence }) => {
          let known = presence.peers()
          presence.onChange(({ before }) => {
            known = before
            queueMicrotask(() => {
              known = presence.peers()
            })
          })
          return { peers: () => known }
        }),
      ],
      [
        'tells of what did not change',
        'is silent where nothing changed',
        () => {
          const trial = openPresence()
          const listeners: (() => void)[] = []
          return {
            ...trial,
            presence: {
              ...trial.presence,
              onChange(listener) {
                listeners.push(() => listener({ before: [], after: trial.presence.peers() }))
                return () => undefined
              },
            },
            async arrive(peer) {
              await trial.arrive(peer)
              for (const tell of listeners) tell()
            },
          }
        },
      ],
      [
        'hands out the list that it goes on changing',
        'leaves what was handed out as it was',
        with_(({ presence }) => {
          const live: Peer[] = [...presence.peers()]
          presence.onChange(({ after }) => live.splice(0, live.length, ...after))
          return { peers: () => live }
        }),
      ],
      [
        'goes on telling after an undo',
        'tells every listener, and none after its undo',
        with_(({ presence }) => ({
          onChange(listener) {
            presence.onChange(listener)
            return () => undefined
          },
        })),
      ],
      [
        'only says that it left',
        'has left the call once leave() resolves',
        with_(() => ({ leave: async () => undefined })),
      ],
    ])
  })
})
