import type { Fault } from './fault.ts'

/** Faults between the parts, or over time, that whole meetings find. */
const faults: readonly Omit<Fault, 'by'>[] = [
  {
    says: 'a no sent again after a restart counts twice',
    rule: 10,
    file: 'authority/replies.ts',
    from: 'replies.set(key, { gist, reply: DONE })',
    to: 'replies.delete(key)',
  },
  {
    says: 'who hides the indicator is captured until it is written',
    rule: 3,
    file: 'authority/closing.ts',
    from: '? [device] : [device, ...forAll(state)]',
    to: '? [] : [...forAll(state)]',
  },
  {
    says: 'what the next yes leaves out is captured until that is written',
    rule: 2,
    file: 'authority/closing.ts',
    from: 'return closesLeftOut(state, participant, command)',
    to: 'return []',
  },
  {
    says: 'a yes on its way outlives its link',
    rule: 8,
    file: 'client/client.ts',
    from: '        set({ connection: status })\n        outbox.lose()\n',
    to: '        set({ connection: status })\n',
  },
  {
    says: 'an overtaken authority keeps its gates open',
    rule: 1,
    file: 'authority/authority.ts',
    from: '    book.closeAll()\n',
    to: '',
  },
  {
    says: 'holds are released before the commit',
    rule: 2,
    file: 'authority/authority.ts',
    from: '    mailbox.start()\n',
    to: '    mailbox.start()\n    audience.publish(book.release(wish, state))\n',
  },
  {
    says: 'an old page captures what it cannot show',
    rule: 15,
    file: 'client/open-asks.ts',
    from: '    if (catalogue.get(toDeclaredId(feature))?.hash !== hash) continue\n',
    to: '',
  },
]

export const simulationFaults: readonly Fault[] = faults.map((fault) => ({ ...fault, by: 'simulate' }))
