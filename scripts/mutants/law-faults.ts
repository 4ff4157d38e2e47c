import type { Fault } from './fault.ts'

/** Faults against a law that reads better than a scenario: the property test of that law has to fail. */
const faults: readonly (Omit<Fault, 'by'> & { readonly test: string })[] = [
  {
    says: 'what was rejected is decided anew when it is sent again',
    rule: 10,
    file: 'authority/authority.ts',
    from: 'replies.addPassing(wish.wished)',
    to: 'replies.forget(wish.wished)',
    test: 'a command sent twice counts once',
  },
  {
    says: 'what is folded is not what was written',
    rule: 12,
    file: 'authority/mailbox.ts',
    from: '    for (const event of facts) evolve(state, event)\n    options',
    to: '    for (const event of facts) evolve(state, { ...event, at: 0 })\n    options',
    test: 'the events, written down and read back',
  },
  {
    says: 'hosts are told what each of them said',
    rule: 14,
    file: 'project.ts',
    from: '      included,\n',
    to: '      included,\n      said: selectAnswer(state.participants.get(participant), feature.id).state,\n',
    test: 'nobody learns what somebody who is left out has said',
  },
  {
    says: 'hosts are told which optional asks somebody granted',
    rule: 14,
    file: 'project.ts',
    from: '      included,\n',
    to: '      included,\n      grants: selectAnswer(state.participants.get(participant), feature.id).grants.length,\n',
    test: 'nobody learns which optional asks somebody else has granted',
  },
  {
    says: 'counts come with the names of who is included',
    rule: 14,
    file: 'project.ts',
    from: 'return { disclosure, included, notIncluded: state.people - included }',
    to: 'const who = [...state.participants.values()].filter((one) => isIncluded(one, feature))\n    return { disclosure, included, notIncluded: state.people - included, ...{ who: who.map((one) => one.participant) } }',
    test: 'counts and outcomes do not tell who it was',
  },
  {
    says: 'taking one ask back grants it',
    rule: 2,
    file: 'evolve.ts',
    from: 'grants: was.grants.filter((ask) => !asks.includes(ask)), decision }',
    to: 'grants: was.grants.concat(asks), decision }',
    test: 'a closing command opens no gate, in any state',
  },
  {
    says: 'taking one ask back grants it, once written',
    rule: 2,
    file: 'evolve.ts',
    from: 'grants: was.grants.filter((ask) => !asks.includes(ask)), decision }',
    to: 'grants: was.grants.concat(asks), decision }',
    test: 'an authority opens no gate while',
  },
  {
    says: 'a replica takes whatever comes',
    rule: 12,
    file: 'client/replica.ts',
    from: 'message.number > state.number + 1',
    to: 'message.number < 0',
    test: 'a replica shows what was sent up to its number',
  },
]

export const lawFaults: readonly Fault[] = faults.map((fault) => ({ ...fault, by: 'laws.test.ts' }))
