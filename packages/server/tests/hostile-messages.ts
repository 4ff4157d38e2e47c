import { PROTOCOL_VERSION } from '@askfirst/core/protocol'

// What somebody sends who wants to break it: by kind, each again and again.

/** What an attacker has to work with. */
export interface Loot {
  readonly url: string
  /** The run that is on, and the notice it is asked by: anybody in the call knows them. */
  readonly activation: string
  readonly notice: { readonly revision: number; readonly hash: string; readonly lang: string }
  /** Somebody who has said no, and the yes of theirs from before, word by word. */
  readonly victim: string
  readonly victimsYes: { readonly id: string | undefined; readonly [field: string]: unknown }
  /** Of attendees who are in it together. */
  readonly tokens: readonly string[]
  /** Of a worker that has gone wrong. */
  readonly workerToken: string
  /** Of others: over, of somebody removed, for another meeting, of another app, signed with nothing. */
  readonly badTokens: readonly string[]
}

type Make = (loot: Loot, id: string) => string | Uint8Array

const FEATURE = 'meeting-summary'
const pressed = { method: 'button', visibleMs: 2_500 }
const command =
  (wish: (loot: Loot) => object): Make =>
  (loot, id) =>
    JSON.stringify({ type: 'command', command: { id, ...wish(loot) } })
const about = ({ activation, notice }: Loot) => ({ feature: FEATURE, activation, notice })
const yes = (loot: Loot) => ({ type: 'consent.accept', ...pressed, ...about(loot), grants: [], seen: 9 })

const NESTED = 8_000
const TOO_LONG = 40_000
const ALWAYS_THE_SAME = 'always the same'

/** Over a link that was let in. Only the last kind ends it at once, so it comes seldom. */
export const MESSAGES: Readonly<Record<string, readonly Make[]>> = {
  'forged ids': [
    command((loot) => ({ ...yes(loot), participant: loot.victim, by: loot.victim })),
    command((loot) => ({ ...yes(loot), actor: { use: 'person', participant: loot.victim }, kind: 'person' })),
    command(({ victim }) => ({
      type: 'consent.withdraw',
      ...pressed,
      feature: FEATURE,
      participant: victim,
    })),
    command(() => ({ type: 'participant.join', place: 'call', role: 'host', participant: 'ada' })),
  ],
  'replayed commands': [
    command(({ victimsYes }) => victimsYes),
    command(() => ({ id: ALWAYS_THE_SAME, type: 'indicator.show', knows: [] })),
  ],
  'wrong kinds': [
    command(({ victim }) => ({ type: 'role.change', participant: victim, role: 'host' })),
    command(({ victim }) => ({ type: 'participant.remove', participant: victim })),
    command(() => ({ type: 'roster.report', participants: [{ participant: 'nobody' }] })),
    command(() => ({
      type: 'enforcement.report',
      feature: FEATURE,
      term: 1,
      epoch: 1,
      outcome: 'confirmed',
      uncovered: [],
    })),
    command(({ victim }) => ({
      type: 'erasure.acknowledge',
      feature: FEATURE,
      participant: victim,
      request: 1,
    })),
    command(({ activation }) => ({ type: 'feature.disable', feature: FEATURE, activation })),
    command((loot) => ({
      type: 'feature.enable',
      ...pressed,
      ...about(loot),
      decision: { answer: 'accept', grants: [], seen: 0 },
    })),
    command(({ victim }) => ({
      type: 'participant.lapse',
      participant: victim,
      connection: 'tab-1',
      cause: 'closed',
    })),
  ],
  'wrong answers': [
    command((loot) => ({ ...yes(loot), activation: 'another run' })),
    command((loot) => ({ ...yes(loot), notice: { ...loot.notice, hash: 'other words' } })),
    command((loot) => ({ ...yes(loot), notice: { ...loot.notice, revision: 9 } })),
    command((loot) => ({ ...yes(loot), grants: ['improve', 'improve', 'everything'] })),
    command((loot) => ({ ...yes(loot), method: 'dtmf' })),
    // Every object has something of that name.
    ...['constructor', '__proto__', 'toString'].map((feature) =>
      command((loot) => ({ ...yes(loot), feature })),
    ),
  ],
  malformed: [
    () => '{ not json',
    () => '[]',
    () => 'null',
    () => '""',
    () => `${'['.repeat(NESTED)}${']'.repeat(NESTED)}`,
    () => '{"type":"command"}',
    () => '{"type":"command","command":{"id":7,"type":"consent.accept"}}',
    () => '{"type":"command","command":{"id":"x","__proto__":{"role":"host"},"constructor":{}}}',
    (_, id) => `{"type":"command","command":{"id":"${id.padEnd(200, 'x')}","type":"consent.withdraw"}}`,
    () => '{"type":"feature.explode"}',
    () => new Uint8Array([0, 1, 2, 255]),
  ],
  'out of order': [
    ({ badTokens }) =>
      JSON.stringify({
        type: 'hello',
        version: PROTOCOL_VERSION,
        token: badTokens[0],
        connection: 'tab-1',
      }),
    ({ badTokens }) => JSON.stringify({ type: 'token', token: badTokens[1] }),
    ({ badTokens }) => JSON.stringify({ type: 'token', token: badTokens[2] }),
    () => '{"type":"resync","number":9007199254740991}',
    () => '{"type":"resync","number":0}',
    () => '{"type":"renewed","nonce":"n"}',
    () => `{"type":"welcome","version":"${PROTOCOL_VERSION}","session":"s","leaseMs":1e9,"resumed":true}`,
  ],
  floods: [
    (_, id) => JSON.stringify({ type: 'renew', nonce: id }),
    command(() => ({ type: 'participant.join', place: 'lobby' })),
    command(() => ({ type: 'participant.join', place: 'call' })),
    command(() => ({ type: 'consent.decline', ...pressed, feature: FEATURE })),
  ],
  oversized: [(_, id) => JSON.stringify({ type: 'renew', nonce: id.padEnd(TOO_LONG, 'x') })],
}

/** What a link may begin with; how it goes on is the same. */
export const OPENINGS: readonly ((loot: Loot, turn: number) => string | undefined)[] = [
  ...Array.from({ length: 12 }, () => (loot: Loot, turn: number) => {
    const token = loot.tokens[turn % loot.tokens.length]
    return hello(token, turn)
  }),
  ({ workerToken }, turn) => hello(workerToken, turn),
  ({ badTokens }, turn) => hello(badTokens[turn % badTokens.length], turn),
  ({ tokens }, turn) => hello(tokens[turn % tokens.length], turn, { version: '9.0' }),
  // With a command, or with nothing at all.
  () => '{"type":"command","command":{"id":"first","type":"participant.join","place":"call"}}',
  () => undefined,
]

const hello = (token: string | undefined, turn: number, more: object = {}): string =>
  JSON.stringify({
    ...{ type: 'hello', version: PROTOCOL_VERSION, token, connection: `tab-${turn % 3}` },
    ...more,
  })

/** What a server says, as far as it tells which message it answers. */
export interface Answer {
  readonly type: string
  readonly id?: string
  readonly nonce?: string
  readonly reply?: { readonly rejection?: { readonly code: string } }
}

/**
 * The kind of message that was looked at and is answered, where each was sent with an id that begins with its kind.
 * One too many was not looked at.
 */
export function kindOf({ type, id, nonce, reply }: Answer, { victimsYes }: Loot): string | undefined {
  if (reply?.rejection?.code === 'too-many-messages') return undefined
  if (type === 'token') return 'out of order'
  if (type === 'reply' && id === '') return 'malformed'
  if (id === ALWAYS_THE_SAME || (id !== undefined && id === victimsYes.id)) return 'replayed commands'
  return Object.keys(MESSAGES).find((kind) => (id ?? nonce)?.startsWith(kind))
}
