import * as v from 'valibot'
import { type SentCommand, sentCommandSchema } from '../commands.ts'
import type { Link, Undo } from '../ports.ts'
import { type ClientMessage, clientMessageSchema, type Hello } from '../protocol/client-messages.ts'
import type { Refusal } from '../protocol/server-messages.ts'
import { isCompatible, PROTOCOL_VERSION } from '../protocol/version.ts'
import { createRejection, type Reply } from '../rejection.ts'
import type { Authority } from './authority-types.ts'
import { type Guest, greetCut, greetPerson, greetWorker } from './guest.ts'
import { type Identity, isSameHolder, toHolderKey } from './identity.ts'
import { createIntake } from './intake.ts'
import { createLifetime } from './lifetime.ts'
import { createHolders, DEFAULT_LIMITS, type Holder, type ReceptionLimits, spend } from './limits.ts'
import type { EndCause, LinkEnd, PersonWish, Reception, ReceptionOptions } from './reception-types.ts'

// takes: a link and what comes over it · gives: commands to the authority, under the name the token gives
// never: believes a message about who sent it, or keeps a person reachable who is not

/** Connecting costs a verification and a snapshot. */
const HELLO_COST = 10

/** Lets persons and AI workers in, by token, over any transport. */
export function createReception(options: ReceptionOptions): Reception {
  const { clock, ids, unreachableAfterMs = 10_000, gateLeaseMs = 3_000, watch } = options
  const limits: ReceptionLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const holders = createHolders(clock, limits)
  /** The link that speaks for a device now. */
  const current = new Map<string, () => void>()

  function accept(link: Link): LinkEnd {
    /** Who was let in, and by which authority. */
    let visit: { readonly guest: Guest; readonly authority: Authority; readonly holder: Holder } | undefined
    let identity: Identity | undefined
    let isOver = false
    let isGreeting = false
    let isRenewing = false
    const undos = new Set<Undo>()
    const intake = createIntake(clock, limits)
    const lifetime = createLifetime(clock, limits.helloWithinMs, (cause) => {
      if (cause === 'late') endBy('helloWithinMs')
      else end(cause)
    })

    function send(message: object): void {
      if (isOver) return
      try {
        link.send(JSON.stringify(message))
      } catch {
        end('closed')
      }
    }
    function end(cause: EndCause): void {
      if (isOver) return
      isOver = true
      lifetime.close()
      for (const undo of undos) undo()
      visit?.guest.gone(cause === 'silent' ? 'silent' : 'closed')
      if (visit !== undefined && identity !== undefined) watch?.onGone(identity, cause)
      link.close()
    }
    function endBy(limit: keyof ReceptionLimits): void {
      watch?.onLimit(limit)
      end('limit')
    }
    function refuse(code: Refusal['code'], message: string): void {
      watch?.onRefused(code)
      send({ type: 'refused', code, message })
      end('closed')
    }

    async function greet(hello: Hello): Promise<void> {
      if (!isCompatible(hello.version)) {
        return refuse('version', `This authority speaks ${PROTOCOL_VERSION}; update the client.`)
      }
      let one: Identity | undefined
      try {
        one = await options.authenticate(hello.token, 'hello')
      } catch (error) {
        return refuse('token', toText(error))
      }
      // Not refused for good: whoever can tell may be back in a moment, and clients try again.
      if (one === undefined) return end('closed')
      const use = one.use === 'person' ? 'person' : 'worker'
      if (hello.as !== undefined && hello.as !== use) {
        return refuse('token', `This is a ${use}'s token, and a ${hello.as}'s is needed here.`)
      }
      if (isOver) return
      const key = toHolderKey(one)
      const holder = holders.enter(key, use)
      undos.add(() => holders.leave(key))
      intake.belongTo(holder, use)
      if (!spend(holder.messages, clock.monotonic(), HELLO_COST)) {
        return endBy(use === 'person' ? 'participantMessagesPerSecond' : 'workerMessagesPerSecond')
      }
      let authority: Authority
      try {
        authority = await options.authority(one.meeting)
      } catch {
        return end('closed')
      }
      if (isOver) return
      // A worker goes by a welcome for as long as its lease is, whoever writes the meeting then.
      if (!authority.owns(use === 'worker' ? gateLeaseMs : 0)) return end('closed')
      const device = JSON.stringify([key, hello.connection])
      if (one.use === 'person' && !current.has(device) && holder.devices >= limits.devicesPerParticipant) {
        watch?.onLimit('devicesPerParticipant')
        return refuse('devices', `This person has ${holder.devices} devices here already; close one first.`)
      }
      undos.add(authority.onEnd(() => end('closed')))
      if (!isOver) letIn(one, hello, authority, holder, device)
    }

    function letIn(one: Identity, hello: Hello, authority: Authority, holder: Holder, device: string): void {
      lifetime.admit(one.expiresAt)
      if (isOver) return
      const ask =
        options.ask &&
        (async (wish: Omit<PersonWish, 'meeting'>) => options.ask?.({ meeting: one.meeting, ...wish }))
      if (one.use === 'person' && !authority.admits(one.participant, one.issuedAt)) {
        // Refused, and heard all the same: a no may come at any time.
        const guest = greetCut({ identity: one, hello, authority, leaseMs: unreachableAfterMs, ask })
        // Beside its device, whose link may go on by a newer token.
        speakFor(`${device} cut`, holder)
        visit = { guest, authority, holder }
        lifetime.lease(guest.leaseMs)
        watch?.onRefused('cut')
        send({ type: 'refused', code: 'cut', message: CUT })
        return
      }
      identity = one
      /** The first thing that is said: how long the token counts goes with it. */
      const greeting = (message: { readonly type: string }): void =>
        send(message.type === 'welcome' ? { ...message, tokenMs: lifetime.tokenMs() } : message)
      let guest: Guest
      if (one.use === 'person') {
        const { participant } = one
        undos.add(authority.onCut((whose) => whose === participant && end('closed')))
        speakFor(device, holder)
        guest = greetPerson({
          identity: one,
          hello,
          authority,
          ids,
          leaseMs: unreachableAfterMs,
          send: greeting,
          ask,
        })
      } else guest = greetWorker({ identity: one, authority, ids, leaseMs: gateLeaseMs, send: greeting })
      // What was said first could not be sent: somebody who was let in for a moment goes like anybody else.
      if (isOver) {
        guest.gone('closed')
        return
      }
      visit = { guest, authority, holder }
      watch?.onCame(one)
      lifetime.lease(guest.leaseMs)
    }

    /** A device that comes back before its old link was seen to close: the old one is over. */
    function speakFor(device: string, holder: Holder): void {
      current.get(device)?.()
      const replaced = (): void => end('closed')
      current.set(device, replaced)
      holder.devices += 1
      undos.add(() => {
        holder.devices -= 1
        if (current.get(device) === replaced) current.delete(device)
      })
    }

    async function renewToken(token: string): Promise<void> {
      if (isRenewing || visit === undefined || identity === undefined) return
      isRenewing = true
      const { authority, guest } = visit
      const one = await options
        .authenticate(token, 'renewal')
        .then((newer) => newer ?? 'Nobody can tell right now whether this token counts; try again.', toText)
      isRenewing = false
      if (isOver) return
      const refusal = typeof one === 'string' ? one : refusalOf(one, identity, authority)
      if (typeof one !== 'string' && refusal === undefined) {
        identity = one
        lifetime.admit(one.expiresAt)
        guest.renew(one)
      } else watch?.onRefused('token')
      send({ type: 'token', tokenMs: lifetime.tokenMs(), refusal })
    }

    /** Whether a message may count; ends the link where it is too much for the last time. */
    function passes(command: SentCommand | undefined): boolean {
      const excess = intake.weigh(command)
      if (excess?.isLast === true) endBy(excess.limit)
      else if (excess !== undefined) watch?.onLimit(excess.limit)
      return excess === undefined
    }

    function take(id: string, input: unknown): void {
      const command = v.safeParse(sentCommandSchema, input)
      const answer = (reply: Reply): void => {
        watch?.onReply(
          command.success ? command.output.type : 'malformed',
          reply.ok ? 'ok' : reply.rejection.code,
        )
        send({ type: 'reply', id, reply })
      }
      const isTaken = passes(command.success ? command.output : undefined)
      if (isOver || visit === undefined) return
      const { guest, holder } = visit
      if (!isTaken) answer({ ok: false, rejection: createRejection('too-many-messages') })
      else if (!command.success) answer({ ok: false, rejection: createRejection('malformed') })
      else {
        holder.waiting += 1
        guest.says(command.output, (reply) => {
          holder.waiting -= 1
          answer(reply)
        })
      }
    }

    function hear(message: ClientMessage): void {
      if (message.type === 'command') take(message.command.id, message.command)
      else if (!passes(undefined)) return
      else if (message.type === 'hello') {
        if (!isGreeting) void greet(message)
        isGreeting = true
      } else if (visit === undefined) return
      else if (message.type === 'token') void renewToken(message.token)
      else if (message.type === 'resync') visit.guest.resync(message.number)
      else visit.guest.renewed(message.nonce)
    }

    return {
      onMessage(text) {
        if (isOver) return
        if (lifetime.isExpired()) {
          end('expired')
          return
        }
        lifetime.heard()
        const message = v.safeParse(clientMessageSchema, toJson(text))
        if (message.success) hear(message.output)
        else if (!isGreeting) refuse('malformed', 'The first message has to be a hello.')
        else take('', undefined)
      },
      onClose: () => end('closed'),
    }
  }
  return { accept }
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
