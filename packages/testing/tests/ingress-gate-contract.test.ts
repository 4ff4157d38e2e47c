import type { Peer } from '@askfirst/core/enforcement'
import { describe } from 'vitest'
import { type IngressGateTrial, ingressGateContract } from '../src/index.ts'
import { bites, keeps } from './contract-proof.ts'
import { openIngress } from './open-ports.ts'

// What keeps the contract passes, and of every promise in it something that breaks it is caught by it.

describe('an ingress gate', () => {
  describe('of core keeps the contract', () => keeps(ingressGateContract(), openIngress))
  describe('is caught', () => {
    const with_ = (change: (trial: IngressGateTrial) => Partial<IngressGateTrial['gate']>) => () => {
      const trial = openIngress()
      return { ...trial, gate: { ...trial.gate, ...change(trial) } }
    }
    const admits = (isAdmitted: (trial: IngressGateTrial, who: string | undefined) => boolean | undefined) =>
      with_((trial) => ({
        admit: (who, data) => isAdmitted(trial, who) ?? trial.gate.admit(who, data),
      }))
    /** Goes on admitting whom the last list but one named. */
    const sticky = (until: 'allow' | 'lose') => () => {
      const trial = openIngress()
      const ever = new Set<string>()
      return {
        ...trial,
        gate: {
          ...trial.gate,
          admit: (who: string | undefined, data: Parameters<typeof trial.gate.admit>[1]) =>
            (who !== undefined && data === 'audio' && ever.has(who)) || trial.gate.admit(who, data),
        },
        allow(participants: readonly string[]) {
          if (until === 'lose') ever.clear()
          for (const participant of participants) ever.add(participant)
          return trial.allow(participants)
        },
      }
    }
    bites<IngressGateTrial>(ingressGateContract(), [
      [
        'takes unknown for open',
        'admits nobody before the authority allows anybody',
        admits((trial, who) => (who === 'ben' && !trial.gate.admit('anna', 'audio') ? true : undefined)),
      ],
      [
        'looks names up in an object',
        'admits whom the authority allows, and nobody else',
        admits((_trial, who) => (who !== undefined && who in {} ? true : undefined)),
      ],
      [
        'does not ask what kind of data it is',
        'admits no kind of data that no ask takes',
        with_(({ gate }) => ({ admit: (who) => gate.admit(who, 'audio') })),
      ],
      ['admits after a revoke', 'admits nobody once the authority has closed them', sticky('allow')],
      [
        'never says what to discard',
        'says what to discard, after admit says so, and nothing of whom it still admits',
        with_(() => ({ onRevoke: () => () => undefined })),
      ],
      [
        'goes on telling after an undo',
        'tells nobody after their undo',
        with_(({ gate }) => ({
          onRevoke(listener) {
            gate.onRevoke(listener)
            return () => undefined
          },
        })),
      ],
      [
        'stays open without the authority',
        'admits nobody without the authority, and says what to discard',
        sticky('lose'),
      ],
      [
        'admits what is mixed as soon as anybody is allowed',
        'admits what is mixed only while everybody present is allowed',
        admits((trial, who) => (who === undefined ? trial.gate.admit('anna', 'audio') : undefined)),
      ],
      [
        'does not discard what is mixed',
        'closes what is mixed as soon as a newcomer is there, and says so',
        with_(({ gate }) => ({
          onRevoke: (listener) =>
            gate.onRevoke((revocation) => {
              if (revocation.participant !== undefined) listener(revocation)
            }),
        })),
      ],
      [
        'discards nothing mixed when somebody takes it back',
        'closes what is mixed when anybody takes it back, and says so',
        with_(({ gate }) => {
          let before = 0
          return {
            onRevoke: (listener) =>
              gate.onRevoke((revocation) => {
                before += 1
                if (before === 1 || revocation.participant !== undefined) listener(revocation)
              }),
          }
        }),
      ],
      [
        'takes an empty call for consent',
        'admits nothing mixed in a call without people',
        () => {
          const trial = openIngress()
          let people = 0
          return {
            ...trial,
            gate: {
              ...trial.gate,
              admit: (who, data) => (who === undefined && people === 0) || trial.gate.admit(who, data),
            },
            arrive(peer) {
              if (peer.kind === 'person') people += 1
              return trial.arrive(peer)
            },
          }
        },
      ],
      [
        'waits for agents to agree',
        'waits for no agent’s yes',
        () => {
          const trial = openIngress()
          return { ...trial, arrive: ({ id }: Peer) => trial.arrive({ id, kind: 'person' }) }
        },
      ],
      [
        'answers for every feature of its worker',
        'is given no list but its own feature’s, and obeys no other',
        with_(() => ({ features: undefined as never })),
      ],
      [
        'admits more than its list',
        'admits no more than the list that it is to enforce, and says what to discard',
        with_(() => ({
          apply: async ({ feature, term, epoch }) => {
            return { feature, term, epoch, effective: 'enforced', uncovered: [] }
          },
        })),
      ],
    ])
  })
})
