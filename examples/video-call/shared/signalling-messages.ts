import * as v from 'valibot'

/** Longest chat line or caption, in characters. */
export const maxLineLength = 2_000

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(128))
const onOff = v.picklist(['on', 'off'])

/** What a connection shows of itself; the others draw its tile from this. */
export const mediaSchema = v.object({ microphone: onOff, camera: onOff, screen: onOff })
export type MediaState = v.InferOutput<typeof mediaSchema>

export const rosterEntrySchema = v.object({
  connection: shortText,
  participant: shortText,
  room: shortText,
  name: v.string(),
  role: v.picklist(['host', 'attendee']),
  kind: v.picklist(['person', 'agent']),
  media: mediaSchema,
})
/** One connection in a room; every field but `media` was stamped by the server from the token. */
export type RosterEntry = v.InferOutput<typeof rosterEntrySchema>

const candidateSchema = v.object({
  candidate: v.string(),
  sdpMid: v.exactOptional(v.nullable(v.string())),
  sdpMLineIndex: v.exactOptional(v.nullable(v.number())),
  usernameFragment: v.exactOptional(v.nullable(v.string())),
})
const descriptionSchema = v.object({
  type: v.picklist(['offer', 'answer', 'pranswer', 'rollback']),
  sdp: v.optional(v.pipe(v.string(), v.maxLength(64_000))),
})
export const signalSchema = v.variant('type', [
  v.object({ type: v.literal('description'), session: shortText, description: descriptionSchema }),
  v.object({ type: v.literal('candidate'), session: shortText, candidate: candidateSchema }),
])
/**
 * WebRTC negotiation between two connections. `session` names the offerer's peer connection, so that a signal
 * for one that is gone is not taken for its successor's.
 */
export type Signal = v.InferOutput<typeof signalSchema>

export const lineSchema = v.object({
  id: shortText,
  kind: v.picklist(['chat', 'caption']),
  room: shortText,
  participant: shortText,
  name: v.string(),
  text: v.string(),
  at: v.number(),
})
/** One chat line or typed caption, as the server stamped it. `at` is the server's clock, in ms. */
export type Line = v.InferOutput<typeof lineSchema>

export const reportSchema = v.variant('kind', [
  v.object({ kind: v.literal('heard'), seconds: v.number() }),
  v.object({ kind: v.literal('summary'), sentences: v.array(v.string()) }),
  v.object({ kind: v.literal('transcript'), lines: v.array(v.string()) }),
])
/**
 * What the notetaker tells people: their own seconds heard, the summary, the transcript.
 * The summary does not say whose words it is made of: that would tell everybody who is included.
 */
export type Report = v.InferOutput<typeof reportSchema>

const recipientSchema = v.variant('to', [
  v.object({ to: v.literal('participant'), participant: shortText }),
  v.object({ to: v.literal('hosts') }),
  v.object({ to: v.literal('everyone') }),
])
export type ReportRecipient = v.InferOutput<typeof recipientSchema>

/** What a browser or an agent may send. There is no field for who sends it. */
export const fromClientSchema = v.variant('type', [
  v.object({
    type: v.literal('hello'),
    token: v.pipe(v.string(), v.maxLength(4_096)),
    tab: v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/)),
    media: mediaSchema,
  }),
  v.object({ type: v.literal('signal'), to: shortText, signal: signalSchema }),
  v.object({
    type: v.literal('line'),
    id: shortText,
    kind: v.picklist(['chat', 'caption']),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLineLength)),
  }),
  v.object({ type: v.literal('media'), media: mediaSchema }),
  v.object({ type: v.literal('report'), room: shortText, recipient: recipientSchema, report: reportSchema }),
  v.object({ type: v.literal('leave') }),
])
export type FromClient = v.InferOutput<typeof fromClientSchema>

/** Why the server would not take a connection in; it closes the socket after saying so. */
export type Refusal = 'bad-token' | 'room-full' | 'too-many-devices'

export const fromServerSchema = v.variant('type', [
  v.object({
    type: v.literal('welcome'),
    self: shortText,
    roster: v.array(rosterEntrySchema),
    lines: v.array(lineSchema),
  }),
  v.object({
    type: v.literal('refused'),
    reason: v.picklist(['bad-token', 'room-full', 'too-many-devices']),
  }),
  v.object({ type: v.literal('joined'), entry: rosterEntrySchema }),
  v.object({ type: v.literal('changed'), entry: rosterEntrySchema }),
  v.object({ type: v.literal('left'), connection: shortText, participant: shortText, room: shortText }),
  v.object({ type: v.literal('signal'), from: shortText, signal: signalSchema }),
  v.object({ type: v.literal('line'), line: lineSchema }),
  v.object({ type: v.literal('report'), report: reportSchema }),
])
export type FromServer = v.InferOutput<typeof fromServerSchema>

/** Reads one message off the wire; `undefined` when it is not one of ours. */
export function readMessage<TSchema extends v.GenericSchema>(
  schema: TSchema,
  raw: unknown,
): v.InferOutput<TSchema> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(String(raw)))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
