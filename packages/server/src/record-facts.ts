import { AskFirstError } from '@askfirst/core'
import type { RecordFacts } from '@askfirst/core/record'
import * as v from 'valibot'

const text = v.pipe(v.string(), v.nonEmpty())
const controller = v.strictObject({
  name: text,
  contact: v.optional(text),
  email: v.optional(text),
  phone: v.optional(text),
  address: v.optional(v.record(text, text)),
  url: v.optional(text),
})
// A misspelt field would be a fact that is not in any record.
const factsSchema = v.strictObject({
  provider: v.optional(text),
  assurance: v.optional(v.picklist(['guest', 'lobby', 'sso'])),
  jurisdiction: v.optional(v.array(text)),
  controllers: v.optional(v.array(controller)),
  policyUrl: v.optional(text),
  withdrawal: v.optional(text),
})

/** What is wrong, for somebody who knows no schema. */
function toProblem({ expected, received, type }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'there is no such field'
  if (type === 'non_empty') return 'it is empty'
  // Of an object that lacks a field the schema says which, and of what it is that nothing is there.
  return received === 'undefined'
    ? 'it is missing'
    : `it is ${received}, and should be ${expected ?? 'another'}`
}

/** @throws AskFirstError that names the field, where it is not what a record may hold */
export function assertFacts(facts: unknown): RecordFacts {
  const read = v.safeParse(factsSchema, facts)
  // Optional fields that are there have a value: it comes from JSON, or from code that TypeScript has checked.
  if (read.success) return read.output as RecordFacts
  const [issue] = read.issues
  const at = v.getDotPath(issue)
  throw new AskFirstError('record-facts', {
    what: `The facts for records are wrong${at === null ? '' : ` at "${at}"`}: ${toProblem(issue)}.`,
    why: 'They stand in every record as they are.',
    fix: 'Use provider, assurance, jurisdiction, controllers, policyUrl and withdrawal, as docs/records-and-receipts.md in the repository has them.',
  })
}
