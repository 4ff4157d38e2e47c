import { AskFirstError } from '../error.ts'

// takes: a name that a meeting has nothing of · gives: the error to throw for it

/** @param more what else somebody may do about it, which ends the sentence */
export const toUnknownPerson = (meeting: string, participant: string, more = ''): AskFirstError =>
  new AskFirstError('record-participant', {
    what: `The meeting "${meeting}" has no event of "${participant}".`,
    why: 'They were never here, or were erased; names are compared letter for letter.',
    fix: `See who is in it with: askfirst log ${JSON.stringify(meeting)} --ledger …${more}`,
  })
