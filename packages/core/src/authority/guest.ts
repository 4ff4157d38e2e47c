import type { SentCommand } from '../commands.ts'
import type { Actor } from '../model/participant.ts'
import type { Ids } from '../ports.ts'
import type { Hello } from '../protocol/client-messages.ts'
import type { GateMessage } from '../protocol/gate-messages.ts'
import type { ServerMessage } from '../protocol/server-messages.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import { createRejection, type Reply } from '../rejection.ts'
import { isPastCut } from '../rights.ts'
import type { Authority } from './authority-types.ts'
import { type Identity, type PersonIdentity, toWorker, type WorkerIdentity } from './identity.ts'
import { type Ask, createTurns } from './turns.ts'

// takes: what one holder of a token says over a link · gives: commands under the name that the token gives
// never: lets a message say who sent it, or leaves behind somebody who is gone

/** Whoever was let in, at one end of one link. */
export interface Guest {
  readonly leaseMs: number
  /** Says a command; `answer` is called once, with what became of it. */
  says(command: SentCommand, answer: (reply: Reply) => void): void
  resync(number: number): void
  /** Answers that all is well, with the number of the latest update, unless somebody else may write the meeting. */
  renewed(nonce: string): void
  /** Goes on under a newer token of the same holder. */
  renew(identity: Identity): void
  gone(cause: 'closed' | 'silent'): void
}

export type PersonActor = Extract<Actor, { use: 'person' }>

export interface PersonGuestOptions {
  readonly identity: PersonIdentity
  readonly hello: Hello
  readonly authority: Authority
  readonly ids: Ids
  readonly leaseMs: number
  send(message: ServerMessage): void
  /** Asked before what may open something. */
  readonly ask?:
    | ((wish: { readonly actor: PersonActor; readonly command: SentCommand }) => ReturnType<Ask>)
    | undefined
}

export function greetPerson(options: PersonGuestOptions): Guest {
  const { authority, hello, ids, identity, leaseMs, ask } = options
  const { participant, kind, name, bridge } = identity
  const { connection } = hello
  let { role, issuedAt } = identity
  const toActor = (): PersonActor => ({
    use: 'person',
    participant,
    role,
    kind,
    connection,
    bridge,
    issuedAt,
  })
  let actor = toActor()
  /** Where this device said last that it is. */
  let joined: Extract<SentCommand, { type: 'participant.join' }> | undefined
  const turns = createTurns(ask && ((command) => ask({ actor, command })))
  const session = authority.attach(
    { participant, role, kind, name, connection },
    leaseMs,
    PROTOCOL_VERSION,
    options.send,
    hello.resume,
  )
  return {
    leaseMs,
    renewed(nonce) {
      if (authority.owns(0)) options.send({ type: 'renewed', nonce, number: session.number() })
    },
    resync: session.resync,
    says(said, answer) {
      const command = asSaidBy(bridge, said)
      const go = (): void => {
        if (command.type === 'participant.join') joined = command
        if (command.type === 'participant.leave') joined = undefined
        void authority.dispatch(command, actor).then(answer)
      }
      turns.take(command, go, answer)
    },
    renew(newer) {
      if (newer.use !== 'person') return
      const before = role
      ;({ role, issuedAt } = newer)
      actor = toActor()
      if (role === before) return
      session.become(role)
      // Who counts as a host is a fact of the meeting, and the device has said where it is already.
      if (joined !== undefined) void authority.dispatch({ ...joined, id: ids() }, actor)
    },
    gone(cause) {
      turns.close()
      session.detach()
      const lapse = { type: 'participant.lapse', id: ids(), participant, connection, cause } as const
      void authority.dispatch(lapse, { use: 'authority' })
    },
  }
}

/**
 * Whoever was removed, or holds a token of an earlier role: is shown nothing and is nowhere in the meeting, and may
 * still say no, and have erased what was taken of them.
 */
export function greetCut(options: Omit<PersonGuestOptions, 'ids' | 'send'>): Guest {
  const { ask, authority, hello, identity, leaseMs } = options
  const { participant, role, kind, bridge, issuedAt } = identity
  const { connection } = hello
  const actor: PersonActor = { use: 'person', participant, role, kind, connection, bridge, issuedAt }
  const turns = createTurns(ask && ((command) => ask({ actor, command })))
  return {
    leaseMs,
    says(said, answer) {
      const command = asSaidBy(bridge, said)
      if (!isPastCut(command)) answer({ ok: false, rejection: createRejection('not-allowed') })
      else turns.take(command, () => void authority.dispatch(command, actor).then(answer), answer)
    },
    resync: () => {},
    renewed: () => {},
    renew: () => {},
    gone: turns.close,
  }
}

export interface WorkerGuestOptions {
  readonly identity: WorkerIdentity
  readonly authority: Authority
  readonly ids: Ids
  readonly leaseMs: number
  send(message: GateMessage): void
}

export function greetWorker({ authority, identity, ids, leaseMs, send }: WorkerGuestOptions): Guest {
  const actor = toWorker(identity)
  // The app enforces for every feature, and is told of all.
  const features = actor.use === 'app' ? authority.features : actor.features
  send({ type: 'welcome', version: PROTOCOL_VERSION, session: ids(), leaseMs, resumed: false })
  const detach = authority.attachWorker({
    features,
    processor: identity.use === 'processor' ? identity.processor : undefined,
    onLists: (lists) => send({ type: 'gates', lists }),
    onChanges: (changes) => send({ type: 'changes', changes }),
    onDuties: (duties) => send({ type: 'erase', duties }),
  })
  return {
    leaseMs,
    says: (command, answer) => void authority.dispatch(command, actor).then(answer),
    resync: () => {},
    renewed(nonce) {
      // Its lease must not outlast ours: another server may open the meeting then.
      if (authority.owns(leaseMs)) send({ type: 'renewed', nonce })
    },
    // Its name and features are the same: only the end of the token is another one.
    renew: () => {},
    gone: detach,
  }
}

/** What a bridge relays was pressed on a phone, whatever it says of it. */
function asSaidBy(bridge: string | undefined, command: SentCommand): SentCommand {
  return bridge !== undefined && 'method' in command ? { ...command, method: 'dtmf' } : command
}
