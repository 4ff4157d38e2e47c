import { AskFirstError } from '@askfirst/core'

/** Somebody else has written: the ledger is well, and what was to be appended belongs to a meeting that is no more. */
export const movedOn = (meeting: string, after: number, last: number): AskFirstError =>
  new AskFirstError('ledger-moved', {
    what: `Append after event ${after} of "${meeting}", but the last one is ${last}.`,
    why: 'Somebody else has written to it: another server, or a command such as askfirst erase.',
    fix: 'Nothing after a command: the meeting is read back. Otherwise let one server write to each meeting.',
  })
