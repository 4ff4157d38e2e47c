import * as v from 'valibot'

// gives: the schemas of what commands share, and of the commands that are a no: apart, so that a client that keeps
// a no does not carry the schemas of everything else

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
/** A declared feature, or one owner's run of it: `<feature>@<participant>`. */
export const featureId = v.pipe(v.string(), v.minLength(1), v.maxLength(193))
export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const METHODS_OF_YES = ['button', 'key', 'dtmf', 'api', 'lobby'] as const
/** A no may also be a standing one. */
const METHODS = [...METHODS_OF_YES, 'standing'] as const
/**
 * How an answer was given, for the record. `link`: by the link that the person has of their own, which the server says
 * itself and no message can.
 *
 * @useDeclaredType
 */
export type Method = (typeof METHODS)[number] | 'link'
/** As a message may say it. */
const methodOfNo: v.GenericSchema<unknown, Method> = v.picklist(METHODS)

export const base = { id, clientAt: v.optional(v.number()) }
export const evidence = {
  /** There is no standing yes. */
  method: v.picklist(METHODS_OF_YES),
  /** How long the control could be pressed, and the notice be seen, before the answer. */
  armedMs: v.optional(count),
  visibleMs: v.optional(count),
}
/** How a no was given must never cost it its validity: what is not understood is left out. */
const evidenceOfNo = {
  method: v.fallback(methodOfNo, 'api'),
  armedMs: v.fallback(v.optional(count), undefined),
  visibleMs: v.fallback(v.optional(count), undefined),
}

export const consentDecline = v.object({
  ...base,
  ...evidenceOfNo,
  type: v.literal('consent.decline'),
  feature: featureId,
})
export const consentWithdraw = v.object({
  ...base,
  ...evidenceOfNo,
  type: v.literal('consent.withdraw'),
  feature: featureId,
  /** Only these optional asks; absent: the whole yes. */
  asks: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(32))),
})

/** Whether a command is a no. */
export const isNoCommand = <One extends { readonly type: string }>(
  command: One,
): command is One & { readonly type: 'consent.decline' | 'consent.withdraw' } =>
  command.type === 'consent.decline' || command.type === 'consent.withdraw'

/** A no: what a device keeps until the authority has it. */
export const noCommandSchema = v.variant('type', [consentDecline, consentWithdraw])
