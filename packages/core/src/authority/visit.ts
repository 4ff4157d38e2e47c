import * as v from 'valibot'
import { type SentCommand, sentSchemaFor } from '../commands.ts'
import type { Clock, Ids, Link, Undo } from '../ports.ts'
import { type ClientMessage, clientMessageSchema, type Hello } from '../protocol/client-messages.ts'
import type { Refusal } from '../protocol/server-messages.ts'
import { isCompatible, PROTOCOL_VERSION } from '../protocol/version.ts'
import { createRejection, type Rejection, type Reply } from '../rejection.ts'
import type { Authority } from './authority-types.ts'
import { type Guest, greetCut, greetPerson, greetWorker, type PersonGuestOptions } from './guest.ts'
import { type Identity, isSameHolder, toCutKey, toHolderKey } from './identity.ts'
import { belongTo, createIntake, type Intake, weigh } from './intake.ts'
import type { Lasting, Lifetimes } from './lifetime.ts'
import { type Device, type Holder, type Holders, type ReceptionLimits, spend } from './limits.ts'
import type { EndCause, LinkEnd, ReceptionOptions } from './reception-types.ts'
import type { Visitors } from './visitors.ts'

// takes: what comes over one link · gives: commands to the authority, under the name the token gives
// never: believes a message about who sent it, or keeps a person reachable who is not

/** Connecting costs a verification and a snapshot. */
const HELLO_COST = 10
/** A host's has everybody who is named in it: of ten thousand people, as much work as thousands of answers. */
const SNAPSHOT_COST = 10

/** What all links of a reception share. */
export interface Desk {
  readonly options: ReceptionOptions
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: ReceptionLimits
  readonly holders: Holders
  readonly lifetimes: Lifetimes
  readonly visitors: Visitors
  readonly unreachableAfterMs: number
  readonly gateLeaseMs: number
  /** A message as text. */
  write(message: object): string
}

/** One link, from its first message to its end. One object with its methods: closures for each of thousands are not small. */
export class Visit implements LinkEnd, Lasting, Device {
  leaseMs = 0
  tokenUntil = Number.POSITIVE_INFINITY
  undoToken: Undo | undefined
  connection = ''
  readonly #desk: Desk
  readonly #link: Link
  readonly #intake: Intake
  #stage: 'silent' | 'greeting' | 'over' = 'silent'
  /** Where somebody is let in. */
  #authority: Authority | undefined
  #guest: Guest | undefined
  #identity: Identity | undefined
  #isRenewing = false

  constructor(desk: Desk, link: Link) {
    this.#desk = desk
    this.#link = link
    this.#intake = createIntake(desk.limits, desk.clock.monotonic())
    desk.lifetimes.begin(this)
  }

  onMessage(text: string): void {
    if (this.#isOver) return
    const { lifetimes } = this.#desk
    if (lifetimes.isExpired(this)) {
      this.end('expired')
      return
    }
    lifetimes.heard(this)
    try {
      const message = v.safeParse(clientMessageSchema, toJson(text))
      if (message.success) this.#hear(message.output)
      else if (this.#stage === 'silent') this.#refuse('malformed', 'The first message has to be a hello.')
      else this.#take('', undefined)
    } catch (error) {
      this.#broke(error)
    }
  }

  /** What nobody thought of is the end of one link, and not of all meetings. */
  #broke(error: unknown): void {
    this.#desk.options.onFault?.(error)
    this.end('closed')
  }

  onClose(): void {
    this.end('closed')
  }

  /** A device that comes back before its old link was seen to close: the old one is over. */
  replaced(): void {
    this.end('closed')
  }

  end(cause: EndCause | 'late'): void {
    if (cause === 'late') {
      this.#endBy('helloWithinMs')
      return
    }
    if (this.#isOver) return
    this.#stage = 'over'
    const { holders, lifetimes, options, visitors } = this.#desk
    lifetimes.close(this)
    const { holder } = this.#intake
    if (holder !== undefined) {
      if (holder.devices.includes(this)) holder.devices = holder.devices.filter((one) => one !== this)
      holders.leave(holder)
    }
    if (this.#authority !== undefined) visitors.leave(this.#authority, this)
    this.#guest?.gone(cause === 'silent' ? 'silent' : 'closed')
    if (this.#guest !== undefined && this.#identity !== undefined) {
      options.watch?.onGone(this.#identity, cause)
    }
    this.#link.close()
  }

  get #isOver(): boolean {
    return this.#stage === 'over'
  }

  #endBy(limit: keyof ReceptionLimits): void {
    if (this.#isOver) return
    this.#desk.options.watch?.onLimit(limit)
    this.end('limit')
  }

  #send(message: object): void {
    if (this.#isOver) return
    try {
      this.#link.send(this.#desk.write(message))
      // That a gate closes waits for nothing else that is done in this go.
      if (this.#identity !== undefined && this.#identity.use !== 'person') this.#link.flush?.()
    } catch {
      this.end('closed')
    }
  }

  #refuse(code: Refusal['code'], message: string): void {
    this.#desk.options.watch?.onRefused(code)
    this.#send({ type: 'refused', code, message })
    this.end('closed')
  }

  async #greet(hello: Hello): Promise<void> {
    const { clock, gateLeaseMs, holders, limits, options, visitors } = this.#desk
    if (!isCompatible(hello.version)) {
      return this.#refuse('version', `This authority speaks ${PROTOCOL_VERSION}; update the client.`)
    }
    let one: Identity | undefined
    try {
      one = await options.authenticate(hello.token, 'hello')
    } catch (error) {
      return this.#refuse('token', toText(error))
    }
    // Not refused for good: whoever can tell may be back in a moment, and clients try again.
    if (one === undefined) return this.end('closed')
    const use = one.use === 'person' ? 'person' : 'worker'
    if (hello.as !== undefined && hello.as !== use) {
      return this.#refuse('token', `This is a ${use}'s token, and a ${hello.as}'s is needed here.`)
    }
    if (this.#isOver) return
    let holder = holders.enter(toHolderKey(one), use)
    belongTo(this.#intake, holder, limits, clock.monotonic())
    if (!spend(holder.messages, clock.monotonic(), HELLO_COST)) {
      return this.#endBy(use === 'person' ? 'participantMessagesPerSecond' : 'workerMessagesPerSecond')
    }
    let authority: Authority
    try {
      authority = await options.authority(one.meeting)
    } catch {
      return this.end('closed')
    }
    if (this.#isOver) return
    // A worker goes by a welcome for as long as its lease is, whoever writes the meeting then.
    if (!authority.owns(use === 'worker' ? gateLeaseMs : 0)) return this.end('closed')
    const isCut = one.use === 'person' && !authority.admits(one.participant, one.issuedAt)
    if (isCut) {
      // Apart from what their person may use by a newer one: whoever stole it keeps nobody out.
      holder.messages.left += HELLO_COST
      holders.leave(holder)
      holder = holders.enter(toCutKey(one), use)
      belongTo(this.#intake, holder, limits, clock.monotonic())
      if (!spend(holder.messages, clock.monotonic(), HELLO_COST)) {
        return this.#endBy('participantMessagesPerSecond')
      }
    }
    const before = holder.devices.find(({ connection }) => connection === hello.connection)
    if (
      one.use === 'person' &&
      before === undefined &&
      holder.devices.length >= limits.devicesPerParticipant
    ) {
      options.watch?.onLimit('devicesPerParticipant')
      return this.#refuse(
        'devices',
        `This person has ${holder.devices.length} devices here already; close one first.`,
      )
    }
    this.#authority = authority
    visitors.enter(authority, this, one.use === 'person' && !isCut ? one.participant : undefined)
    if (!this.#isOver) this.#letIn(one, hello, authority, holder, isCut)
  }

  #letIn(one: Identity, hello: Hello, authority: Authority, holder: Holder, isCut: boolean): void {
    const { gateLeaseMs, ids, lifetimes, options, unreachableAfterMs } = this.#desk
    lifetimes.admit(this, one.expiresAt)
    if (this.#isOver) return
    const { connection, resume } = hello
    const ask: PersonGuestOptions['ask'] =
      options.ask && (async (wish) => options.ask?.({ meeting: one.meeting, ...wish }))
    if (one.use === 'person') this.#speakForDevice(connection, holder)
    if (one.use === 'person' && isCut) {
      // Refused, and heard all the same: a no may come at any time.
      const guest = greetCut({ identity: one, connection, authority, leaseMs: unreachableAfterMs, ask })
      this.#guest = guest
      lifetimes.lease(this, guest.leaseMs)
      options.watch?.onRefused('cut')
      this.#send({ type: 'refused', code: 'cut', message: CUT })
      return
    }
    this.#identity = one
    /** How long the token counts goes with the first thing that is said. */
    const send = (message: { readonly type: string }): void =>
      this.#send(message.type === 'welcome' ? { ...message, tokenMs: lifetimes.tokenMs(this) } : message)
    const guest =
      one.use === 'person'
        ? greetPerson({
            identity: one,
            connection,
            resume,
            authority,
            ids,
            leaseMs: unreachableAfterMs,
            send,
            ask,
          })
        : greetWorker({ identity: one, authority, ids, leaseMs: gateLeaseMs, send })
    // What was said first could not be sent: somebody who was let in for a moment goes like anybody else.
    if (this.#isOver) {
      guest.gone('closed')
      return
    }
    this.#guest = guest
    options.watch?.onCame(one)
    lifetimes.lease(this, guest.leaseMs)
  }

  #speakForDevice(connection: string, holder: Holder): void {
    this.connection = connection
    for (const one of holder.devices) {
      if (one.connection === connection) one.replaced()
    }
    // By spread it would keep room for sixteen more, of each of thousands.
    holder.devices = holder.devices.concat(this)
  }

  async #renewToken(token: string): Promise<void> {
    const { lifetimes, options } = this.#desk
    const [identity, authority, guest] = [this.#identity, this.#authority, this.#guest]
    if (this.#isRenewing || !identity || !authority || !guest) return
    this.#isRenewing = true
    const one = await options
      .authenticate(token, 'renewal')
      .then((newer) => newer ?? 'Nobody can tell right now whether this token counts; try again.', toText)
    this.#isRenewing = false
    if (this.#isOver) return
    const refusal = typeof one === 'string' ? one : refusalOf(one, identity, authority)
    if (typeof one !== 'string' && refusal === undefined) {
      this.#identity = one
      lifetimes.admit(this, one.expiresAt)
      // The word that the token counts does not wait for the ledger.
      guest.renew(one).catch((error: unknown) => this.#broke(error))
    } else options.watch?.onRefused('token')
    this.#send({ type: 'token', tokenMs: lifetimes.tokenMs(this), refusal })
  }

  /** Whether a message may count; ends the link where it is too much for the last time. */
  #passes(command: SentCommand | undefined, cost?: number): boolean {
    const { clock, limits, options } = this.#desk
    const excess = weigh(this.#intake, command, limits, clock.monotonic(), cost)
    if (excess?.isLast === true) this.#endBy(excess.limit)
    else if (excess !== undefined) options.watch?.onLimit(excess.limit)
    return excess === undefined
  }

  #take(id: string, input: unknown): void {
    const command = v.safeParse(sentSchemaFor(input), input)
    const isTaken = this.#passes(command.success ? command.output : undefined)
    const [guest, { holder }] = [this.#guest, this.#intake]
    if (this.#isOver || guest === undefined || holder === undefined) return
    const type = command.success ? command.output.type : 'malformed'
    if (!isTaken) this.#answer(type, id, { ok: false, rejection: createRejection('too-many-messages') })
    else if (!command.success)
      this.#answer(type, id, { ok: false, rejection: malformedAt(v.getDotPath(command.issues[0])) })
    else {
      holder.waiting += 1
      guest.says(command.output, (reply) => {
        holder.waiting -= 1
        this.#answer(type, id, reply)
      })
    }
  }

  #answer(type: SentCommand['type'] | 'malformed', id: string, reply: Reply): void {
    this.#desk.options.watch?.onReply(type, reply.ok ? 'ok' : reply.rejection.code)
    this.#send({ type: 'reply', id, reply })
  }

  #hear(message: ClientMessage): void {
    if (message.type === 'command') this.#take(message.command.id, message.command)
    else if (!this.#passes(undefined, message.type === 'resync' ? SNAPSHOT_COST : 1)) return
    else if (message.type === 'hello') {
      if (this.#stage !== 'silent') return
      this.#stage = 'greeting'
      this.#greet(message).catch((error: unknown) => this.#broke(error))
    } else if (this.#guest === undefined) return
    else if (message.type === 'token')
      this.#renewToken(message.token).catch((error: unknown) => this.#broke(error))
    else if (message.type === 'resync') this.#guest.resync(message.number)
    else this.#guest.renewed(message.nonce)
  }
}

/** Names the first that is wrong, cut short where it is a name that somebody sent. */
function malformedAt(path: string | null): Rejection {
  const { code, message } = createRejection('malformed')
  return { code, message: path === null ? message : `${message} Wrong is "${path.slice(0, 100)}".` }
}

const CUT = 'This token is from before a change of role or a removal; ask your server for a new one.'

/** Why a newer token cannot take the place of the one at hand. */
function refusalOf(newer: Identity, identity: Identity, authority: Authority): string | undefined {
  if (!isSameHolder(newer, identity))
    return 'This token is of somebody else, or for something else; connect anew with it.'
  return newer.use === 'person' && !authority.admits(newer.participant, newer.issuedAt) ? CUT : undefined
}

const toText = (error: unknown): string =>
  error instanceof Error ? error.message : 'The token is not valid.'

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
