import { defineFeature, leaveMeOut } from '@askfirst/core'
import { createIngressGate } from '@askfirst/core/enforcement'
import { createGate } from '@askfirst/core/gate'
import type { EnforcerTrial, IngressGateTrial, PresenceTrial } from '../src/index.ts'
import { memoryEnforcer, memoryPresence } from '../src/index.ts'

// The implementations that the contracts are run on: what is public here, and the real ingress gate of core.

export function openPresence(): PresenceTrial {
  const presence = memoryPresence([{ id: 'me', kind: 'person' }], 'me')
  const { arrive, depart } = presence
  return { presence, arrive, depart, isInCall: () => presence.peers().some(({ id }) => id === 'me') }
}

export function openEnforcer(granularity: 'participant' | 'all-or-nothing' = 'participant'): EnforcerTrial {
  const enforcer = memoryEnforcer({ granularity })
  const captures = (participant: string) => enforcer.captures(participant, 'summary', 'summarise')
  return {
    ...{ enforcer, feature: 'summary', ask: 'summarise', captures },
    uncover: (participant) => void enforcer.uncover(participant),
  }
}

const feature = defineFeature({
  ...{ id: 'summary', revision: 1, policy: leaveMeOut },
  ...{ processors: [{ name: 'Acme AI' }], retention: { days: 30 } },
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
})

/** A worker’s gate whose lists and lease are the test's. */
function openGate() {
  let lease: 'held' | 'lost' = 'held'
  const gate = createGate(() => lease === 'held')
  let epoch = 0
  return {
    gate,
    allow(participants: readonly string[]) {
      epoch += 1
      const allow = participants.map((participant) => ({ participant, asks: ['summarise'] }))
      gate.apply([{ feature: 'summary', activation: 'run-1', term: 1, epoch, allow }])
    },
    lose() {
      lease = 'lost'
      gate.closeAll()
    },
  }
}

export function openIngress(): IngressGateTrial {
  const { gate: from, allow, lose } = openGate()
  const presence = memoryPresence()
  const gate = createIngressGate({ gate: from, feature, presence })
  const { arrive, depart } = presence
  return {
    ...{ gate, allow, lose, arrive, depart },
    ...{ feature: 'summary', ask: 'summarise', data: 'audio', otherData: 'video' },
  }
}

/** The same gate as an enforcer: the lists that it enforces reach the worker's gate as well. */
export function openIngressEnforcer(): EnforcerTrial {
  const { gate } = openGate()
  const ingress = createIngressGate({ gate, feature })
  return {
    enforcer: {
      ...ingress,
      apply(list) {
        gate.apply([list])
        return ingress.apply(list)
      },
    },
    ...{ feature: 'summary', ask: 'summarise' },
    captures: (participant) => ingress.admit(participant, 'audio'),
  }
}
