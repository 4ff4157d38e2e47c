import type { SentCommand } from '../commands.ts'
import { type Person, toActorName } from '../model/participant.ts'
import type { Ids } from '../ports.ts'
import type { Hello } from '../protocol/client-messages.ts'
import type { GateMessage } from '../protocol/gate-messages.ts'
import type { ServerMessage } from '../protocol/server-messages.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import { createRejection, type Reply } from '../rejection.ts'
import { isPastCut } from '../rights.ts'
import type { Authority } from './authority-types.ts'
import { type Identity, type PersonIdentity, toWorker, type WorkerIdentity } from './identity.ts'
import type { PersonSession } from './listener.ts'
import { type Consult, createTurns, type Turns } from './turns.ts'

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
  /** Goes on under a newer token of the same holder; resolves once the meeting knows of another role. */
  renew(identity: Identity): Promise<void>
  gone(cause: 'closed' | 'silent'): void
}

export interface PersonGuestOptions {
  readonly identity: PersonIdentity
  readonly connection: string
  /** Where to go on, as the device says. */
  readonly resume: Hello['resume']
  readonly authority: Authority
  readonly ids: Ids
  readonly leaseMs: number
  send(message: ServerMessage): void
  /** Asked before what may open something. */
  readonly ask?:
    | ((wish: { readonly actor: Person; readonly command: SentCommand }) => ReturnType<Consult>)
    | undefined
}

export const greetPerson = (options: PersonGuestOptions): Guest => new PersonGuest(options)

type Joined = Pick<Extract<SentCommand, { type: 'participant.join' }>, 'place' | 'room'>

/** One object with its methods: closures for each of thousands are not small. */
class PersonGuest implements Guest {
  readonly leaseMs: number
  readonly #authority: Authority
  readonly #ids: Ids
  readonly #send: PersonGuestOptions['send']
  readonly #turns: Turns
  readonly #session: PersonSession
  #actor: Person
  /** Where this device said last that it is. */
  #joined: Joined | undefined
  /** What becomes of that, while it is not known. */
  #joining: Promise<Reply> | undefined

  constructor({ ask, authority, connection, identity, ids, leaseMs, resume, send }: PersonGuestOptions) {
    this.leaseMs = leaseMs
    this.#authority = authority
    this.#ids = ids
    this.#send = send
    this.#actor = toActor(identity, connection)
    this.#turns = createTurns(ask && ((command) => ask({ actor: this.#actor, command })))
    const { participant, role, kind, name } = identity
    const viewer = { participant, role, kind, name, connection }
    this.#session = authority.attach(viewer, { leaseMs, version: PROTOCOL_VERSION, send, resume })
  }

  renewed(nonce: string): void {
    if (!this.#authority.owns(0)) return
    this.#send({ type: 'renewed', nonce, number: this.#session.number() })
  }

  resync(number: number): void {
    this.#session.resync(number)
  }

  says(said: SentCommand, answer: (reply: Reply) => void): void {
    const command = asSaidBy(this.#actor.bridge, said)
    const go = (): void => {
      const reply = this.#authority.dispatch(command, this.#actor)
      if (command.type === 'participant.join')
        this.#joins({ place: command.place, room: command.room }, reply)
      if (command.type === 'participant.leave') this.#joined = undefined
      void reply.then(answer)
    }
    this.#turns.take(command, go, answer)
  }

  async renew(newer: Identity): Promise<void> {
    if (newer.use !== 'person') return
    const before = this.#actor.role
    const { role, issuedAt } = newer
    this.#actor = { ...this.#actor, role, issuedAt }
    if (role === before) return
    this.#session.become(role)
    // Once it is known where the device is: by what is on its way, its person may come or be gone.
    await this.#joining
    this.#joinAgain()
  }

  #joins(joined: Joined, reply: Promise<Reply>): void {
    this.#joined = joined
    this.#joining = reply
    void reply.then(() => {
      if (this.#joining === reply) this.#joining = undefined
    })
  }

  /** Who counts as a host is a fact of the meeting, and the device has said where it is already. */
  #joinAgain(): void {
    // Unless its person left by another one since, with every device.
    const [known] = this.#authority.look(this.#actor.participant).participants
    if (this.#joined === undefined || known?.place === 'out') return
    const again = { type: 'participant.join', id: this.#ids(), ...this.#joined } as const
    void this.#authority.dispatch(again, this.#actor)
  }

  gone(cause: 'closed' | 'silent'): void {
    this.#turns.close()
    // What waits to say so once more is too late: nobody would say that this device is gone.
    this.#joined = undefined
    this.#session.detach()
    const { participant, connection } = this.#actor
    const lapse = { type: 'participant.lapse', id: this.#ids(), participant, connection, cause } as const
    void this.#authority.dispatch(lapse, { use: 'authority' })
  }
}

const toActor = (
  { participant, role, kind, bridge, issuedAt }: PersonIdentity,
  connection: string,
): Person => ({ use: 'person', participant, role, kind, connection, bridge, issuedAt })

/**
 * Whoever was removed, or holds a token of an earlier role: is shown nothing and is nowhere in the meeting, and may
 * still say no, and have erased what was taken of them.
 */
export function greetCut(
  options: Pick<PersonGuestOptions, 'ask' | 'authority' | 'connection' | 'identity' | 'leaseMs'>,
): Guest {
  const { ask, authority, connection, identity, leaseMs } = options
  const actor = toActor(identity, connection)
  const turns = createTurns(ask && ((command) => ask({ actor, command })))
  return {
    leaseMs,
    says(said, answer) {
      const command = asSaidBy(identity.bridge, said)
      if (!isPastCut(command)) answer({ ok: false, rejection: createRejection('not-allowed') })
      else turns.take(command, () => void authority.dispatch(command, actor).then(answer), answer)
    },
    resync: () => {},
    renewed: () => {},
    renew: async () => {},
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
    name: toActorName(actor),
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
    renew: async () => {},
    gone: detach,
  }
}

/** What a bridge relays was pressed on a phone, whatever it says of it. */
function asSaidBy(bridge: string | undefined, command: SentCommand): SentCommand {
  return bridge !== undefined && 'method' in command ? { ...command, method: 'dtmf' } : command
}
