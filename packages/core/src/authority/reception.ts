import * as v from 'valibot'
import { type SentCommand, sentCommandSchema } from '../commands.ts'
import type { Actor, ParticipantKind, Role } from '../model/participant.ts'
import type { Clock, Ids, Link, Undo } from '../ports.ts'
import { clientMessageSchema, type Hello } from '../protocol/client-messages.ts'
import { isCompatible, PROTOCOL_VERSION } from '../protocol/version.ts'
import { createRejection, type Reply } from '../rejection.ts'
import type { Authority } from './authority-types.ts'

// takes: a link and what comes over it · gives: commands to the authority, under the name the token gives
// never: believes a message about who sent it, or keeps a person reachable who is not

/** What a verified token says. */
export type Identity =
  | {
      readonly use: 'person'
      readonly meeting: string
      readonly participant: string
      readonly role: Role
      readonly kind: ParticipantKind
      readonly name?: string | undefined
      /** Milliseconds since 1970; without it the token is over once its person was removed or given a role. */
      readonly issuedAt?: number | undefined
      /** The bridge that relays key presses for a phone: every answer is recorded as `dtmf`. Only with kind `phone`. */
      readonly bridge?: string | undefined
    }
  | {
      readonly use: 'gate'
      readonly meeting: string
      readonly worker: string
      readonly features: readonly string[]
    }
  | {
      readonly use: 'processor'
      readonly meeting: string
      readonly processor: string
      readonly features: readonly string[]
    }
  /** The app's own server: says who is in the call, whom it put out of it, and what it enforced. */
  | { readonly use: 'app'; readonly meeting: string; readonly app: string }

/** Who verifies tokens, where meetings are, and how long silence is borne. */
export interface ReceptionOptions {
  /** Verifies a token. @throws an error whose message may be shown to who holds the token */
  authenticate(token: string): Promise<Identity>
  /** The authority of a meeting, opened if it is not. */
  authority(meeting: string): Promise<Authority>
  readonly clock: Clock
  readonly ids: Ids
  /** Silence of a person's device after which it is unreachable. @default 10_000 */
  readonly unreachableAfterMs?: number | undefined
  /** Silence after which an AI worker closes everything by itself. @default 3_000 */
  readonly gateLeaseMs?: number | undefined
}

/** What the transport calls for one link. */
export interface LinkEnd {
  /** One whole message came in. */
  onMessage(text: string): void
  /** The link has ended. */
  onClose(): void
}

/** Where the links of any transport come in. */
export interface Reception {
  /** Takes a link; nothing is told over it before a valid hello, for which it has 10 s. */
  accept(link: Link): LinkEnd
}

/** A link has to say hello within this time, or it is closed: no crowd of silent sockets. */
const HELLO_MS = 10_000

interface Guest {
  onCommand(command: unknown, id: string): void
  onResync(number: number): void
  onRenew(nonce: string): void
  onGone(cause: 'closed' | 'silent'): void
  readonly leaseMs: number
}

/** Lets persons and AI workers in, by token, over any transport. */
export function createReception(options: ReceptionOptions): Reception {
  const { clock, ids, unreachableAfterMs = 10_000, gateLeaseMs = 3_000 } = options
  /** The link that speaks for a device now. */
  const current = new Map<string, () => void>()

  function take(
    input: unknown,
    id: string,
    actor: Actor,
    authority: Authority,
    send: (message: object) => void,
  ): void {
    const command = v.safeParse(sentCommandSchema, input)
    if (!command.success) {
      send(toReply(id, { ok: false, rejection: createRejection('malformed') }))
      return
    }
    void authority.dispatch(asSaidBy(actor, command.output), actor).then((reply) => send(toReply(id, reply)))
  }

  function greetPerson(
    identity: Extract<Identity, { use: 'person' }>,
    hello: Hello,
    authority: Authority,
    send: (message: object) => void,
    replaced: () => void,
  ): Guest {
    const { participant, role, kind, name, bridge, issuedAt } = identity
    const { connection } = hello
    const actor: Actor = { use: 'person', participant, role, kind, connection, bridge, issuedAt }
    const key = JSON.stringify([identity.meeting, participant, connection])
    // A device that comes back before its old link was seen to close: the old one is over.
    current.get(key)?.()
    current.set(key, replaced)
    const session = authority.attach(
      { participant, role, kind, name, connection },
      unreachableAfterMs,
      PROTOCOL_VERSION,
      send,
      hello.resume,
    )
    return {
      leaseMs: unreachableAfterMs,
      onCommand: (input, id) => take(input, id, actor, authority, send),
      onResync: session.resync,
      onRenew(nonce) {
        if (authority.owns(0)) send({ type: 'renewed', nonce, number: session.number() })
      },
      onGone(cause) {
        if (current.get(key) === replaced) current.delete(key)
        session.detach()
        const lapse = { type: 'participant.lapse', id: ids(), participant, connection, cause } as const
        void authority.dispatch(lapse, { use: 'authority' })
      },
    }
  }

  function greetWorker(
    identity: Exclude<Identity, { use: 'person' }>,
    authority: Authority,
    send: (message: object) => void,
  ): Guest {
    const actor = toWorker(identity)
    // The app enforces for every feature, and is told of all.
    const features = actor.use === 'app' ? authority.features : actor.features
    send({ type: 'welcome', version: PROTOCOL_VERSION, session: ids(), leaseMs: gateLeaseMs, resumed: false })
    const detach = authority.attachWorker({
      features,
      processor: identity.use === 'processor' ? identity.processor : undefined,
      onLists: (lists) => send({ type: 'gates', lists }),
      onChanges: (changes) => send({ type: 'changes', changes }),
      onDuties: (duties) => send({ type: 'erase', duties }),
    })
    return {
      leaseMs: gateLeaseMs,
      onCommand: (input, id) => take(input, id, actor, authority, send),
      onResync: () => {},
      onRenew(nonce) {
        // Its lease must not outlast ours: another server may open the meeting then.
        if (authority.owns(gateLeaseMs)) send({ type: 'renewed', nonce })
      },
      onGone: detach,
    }
  }

  return {
    accept(link) {
      let guest: Guest | undefined
      let isOver = false
      let heardAt = clock.monotonic()
      let timer: Undo = clock.after(HELLO_MS, () => end('closed'))

      const send = (message: object): void => {
        if (isOver) return
        try {
          link.send(JSON.stringify(message))
        } catch {
          end('closed')
        }
      }
      let undoEnd: Undo = () => {}
      const end = (cause: 'closed' | 'silent'): void => {
        if (isOver) return
        isOver = true
        undoEnd()
        timer()
        guest?.onGone(cause)
        link.close()
      }
      const refuse = (code: string, message: string): void => {
        send({ type: 'refused', code, message })
        end('closed')
      }
      const watch = (leaseMs: number): void => {
        const left = heardAt + leaseMs - clock.monotonic()
        if (left <= 0) end('silent')
        else timer = clock.after(left, () => watch(leaseMs))
      }

      async function greet(hello: Hello): Promise<void> {
        if (!isCompatible(hello.version)) {
          return refuse('version', `This authority speaks ${PROTOCOL_VERSION}; update the client.`)
        }
        let identity: Identity
        try {
          identity = await options.authenticate(hello.token)
        } catch (error) {
          return refuse('token', error instanceof Error ? error.message : 'The token is not valid.')
        }
        const kind = identity.use === 'person' ? 'person' : 'worker'
        if (hello.as !== undefined && hello.as !== kind) {
          return refuse('token', `This is a ${kind}'s token, and a ${hello.as}'s is needed here.`)
        }
        let authority: Authority
        try {
          authority = await options.authority(identity.meeting)
        } catch {
          // Not refused for good: the ledger may be back in a moment, and clients try again.
          return end('closed')
        }
        if (isOver) return
        // A worker goes by a welcome for as long as its lease is, whoever writes the meeting then.
        if (!authority.owns(kind === 'worker' ? gateLeaseMs : 0)) return end('closed')
        if (identity.use === 'person' && !authority.admits(identity.participant, identity.issuedAt)) {
          return refuse(
            'cut',
            'This token is from before a change of role or a removal; ask your server for a new one.',
          )
        }
        const undos = [authority.onEnd(() => end('closed'))]
        undoEnd = () => {
          for (const undo of undos) undo()
        }
        if (identity.use === 'person') {
          const { participant } = identity
          const cut = (whose: string): void => {
            if (whose === participant) end('closed')
          }
          undos.push(authority.onCut(cut))
          guest = greetPerson(identity, hello, authority, send, () => end('closed'))
        } else guest = greetWorker(identity, authority, send)
        timer()
        heardAt = clock.monotonic()
        watch(guest.leaseMs)
      }

      let isGreeting = false
      return {
        onMessage(text) {
          if (isOver) return
          heardAt = clock.monotonic()
          const message = v.safeParse(clientMessageSchema, toJson(text))
          if (!message.success) {
            if (guest === undefined) refuse('malformed', 'The first message has to be a hello.')
            else
              send({ type: 'reply', id: '', reply: { ok: false, rejection: createRejection('malformed') } })
            return
          }
          const { output } = message
          if (output.type === 'hello') {
            if (isGreeting) return
            isGreeting = true
            void greet(output)
            return
          }
          if (guest === undefined) return
          if (output.type === 'renew') guest.onRenew(output.nonce)
          else if (output.type === 'resync') guest.onResync(output.number)
          else guest.onCommand(output.command, output.command.id)
        },
        onClose: () => end('closed'),
      }
    },
  }
}

function toWorker(
  identity: Exclude<Identity, { use: 'person' }>,
): Exclude<Actor, { use: 'person' | 'authority' }> {
  switch (identity.use) {
    case 'processor':
      return { use: 'processor', processor: identity.processor, features: identity.features }
    case 'gate':
      return { use: 'gate', worker: identity.worker, features: identity.features }
    case 'app':
      return { use: 'app', app: identity.app }
  }
}

/** What a bridge relays was pressed on a phone, whatever it says of it. */
function asSaidBy(actor: Actor, command: SentCommand): SentCommand {
  const isRelayed = actor.use === 'person' && actor.bridge !== undefined
  return isRelayed && 'method' in command ? { ...command, method: 'dtmf' } : command
}

const toReply = (id: string, reply: Reply) => ({ type: 'reply', id, reply }) as const

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
