import type { StoreApi } from 'zustand/vanilla'
import type { Method } from '../commands.ts'
import type { Receipt } from '../evidence/receipt.ts'
import type { FeatureOptions, OptionalAskId } from '../model/feature.ts'
import type { NoticeHashes } from '../model/notice-text.ts'
import type { Place, Role } from '../model/participant.ts'
import type { Clock, Digest, Ids, Keep, Presence, Transport, Undo } from '../ports.ts'
import type { TokenSource } from '../protocol/connection.ts'
import type { Reply } from '../rejection.ts'
import type { ClientState } from './client-state.ts'
import type { GateChange } from './local-gate.ts'
import type { SharedUplink } from './shared-uplink.ts'
import type { OnTrouble } from './troubles.ts'

// gives: the types of what an app calls, one device of one participant, and of what that is made with

/** How an answer was given, for the record. */
export interface AnswerOptions {
  /** @default 'button' */
  readonly method?: Exclude<Method, 'standing' | 'link'>
  /** How long the control could be pressed before the answer. */
  readonly armedMs?: number
  /** How long the notice could be seen before the answer. */
  readonly visibleMs?: number
}

/** How a yes was given, for the record, and what it grants beside the required asks. */
export interface AcceptOptions<AskId extends string> extends AnswerOptions {
  /** Optional asks that were ticked. @default none */
  readonly grants?: readonly AskId[]
  /** `decision` of the status that was on the screen at the press: a later no wins. @default the latest known */
  readonly seen?: number
}

/** How a yes was taken back, for the record, and how much of it. */
export interface WithdrawOptions<AskId extends string> extends AnswerOptions {
  /** Only these optional asks. @default the whole yes */
  readonly asks?: readonly AskId[]
}

/** How a feature was turned on, and the own answer of who did. */
export type EnableOptions<AskId extends string> = AnswerOptions & { readonly lang?: string } & (
    | { readonly answer: 'accept'; readonly grants?: readonly AskId[] }
    | { readonly answer: 'decline' }
  )

/** A declared feature, or one owner's run of it where anyone may turn it on: `<feature>@<participant>`. */
type IdOf<F extends FeatureOptions> = F['id'] | `${F['id']}@${string}`
type DeclaredOf<Id> = Id extends `${infer Declared}@${string}` ? Declared : Id
type AsksOf<F extends FeatureOptions, Id> = OptionalAskId<Extract<F, { id: DeclaredOf<Id> }>>

/** A receipt, to be checked with `verifyReceipt` of `@askfirst/core/evidence`, and as HTML; or why there is none. */
export type ReceiptReply =
  | { readonly ok: true; readonly receipt: Receipt; readonly page: string }
  | { readonly ok: false; readonly message: string }

/** A link of the person's own, with what to say of it; or why there is none. */
export type LinkReply =
  | {
      readonly ok: true
      /** Leads to the page of the person, on the consent server. */
      readonly url: string
      /** Language of what follows, BCP 47. */
      readonly lang: string
      /** What stands for the link. */
      readonly open: string
      /** What it is good for, and that it is to be kept to oneself. */
      readonly says: string
    }
  | { readonly ok: false; readonly message: string }

/** What a person takes home from a call. */
export interface Home {
  readonly receipt: ReceiptReply
  readonly link: LinkReply
}

/** One device of one participant, as the authority knows it by its token. */
export interface ConsentClient<F extends FeatureOptions = FeatureOptions> {
  /** Read model; see `viewFeature`. Subscribe to it to show things, to `onGate` to enforce them. */
  readonly store: StoreApi<ClientState>
  /** Says where this device is: asked in the lobby, present in the call, in a breakout room of it. */
  enter(place: Place, options?: { readonly room?: string }): void
  /**
   * Leaves with this device; with `instead`, with every device, as the answer to a question whose no means
   * leaving.
   */
  leave(options?: { readonly instead?: IdOf<F> }): Promise<Reply>
  /**
   * Turns a feature on, with the own decision on the notice that was previewed. Hosts only, unless the
   * feature's policy lets anyone: then it is a run of this participant's own.
   */
  enable<Id extends IdOf<F>>(feature: Id, options: EnableOptions<AsksOf<F, Id>>): Promise<Reply>
  /** Turns the running activation off. */
  disable(feature: IdOf<F>): Promise<Reply>
  /** Asks those again who have not answered: once a run, by who may turn it off. */
  askAgain(feature: IdOf<F>): Promise<Reply>
  /**
   * Asks the hosts to turn the run off. Anonymously it is stored without its author and delivered after a
   * random 5 to 30 s: only then does this resolve.
   */
  requestOff(
    feature: IdOf<F>,
    options?: { /** @default true */ readonly anonymous?: boolean },
  ): Promise<Reply>
  /** Allows nobody a run of their own of a feature that anyone may turn on, or allows it again. Hosts only. */
  bar(feature: F['id'], options?: { /** @default true */ readonly barred?: boolean }): Promise<Reply>
  /** Puts somebody out of the meeting, with every device and token they have. Hosts only. */
  remove(participant: string): Promise<Reply>
  /** Gives somebody another role; their earlier tokens are over. Hosts only. */
  changeRole(participant: string, role: Role): Promise<Reply>
  /** Says that the notice was continuously visible for at least 2 s in a visible document. */
  show(feature: IdOf<F>, options: { readonly visibleMs: number; readonly lang: string }): Promise<Reply>
  /** Yes, to the question on now, once it was shown. Never queued: without a connection it is rejected. */
  accept<Id extends IdOf<F>>(
    feature: Id,
    options?: AcceptOptions<AsksOf<F, Id>> & { readonly lang?: string },
  ): Promise<Reply>
  /** No. Acts on this device at once, and is sent again until the authority has it. */
  decline(feature: IdOf<F>, options?: AnswerOptions): Promise<Reply>
  /** Takes a yes back, or some optional asks. Acts on this device at once; sent until the authority has it. */
  withdraw<Id extends IdOf<F>>(feature: Id, options?: WithdrawOptions<AsksOf<F, Id>>): Promise<Reply>
  /** Later: left out until answered, and the question stays reachable. */
  defer(feature: IdOf<F>): Promise<Reply>
  /**
   * Answers each new question with a no, on this device, until it is switched off: also those that are open now.
   * A yes that was given stays, and one may be given to any question. Where no means leaving, the person is asked.
   */
  setStandingNo(to: 'on' | 'off'): void
  /** Has every processor erase what it captured; offered once the person is no longer included. */
  erase(feature: IdOf<F>): Promise<Reply>
  /**
   * This person's own receipt of the meeting so far, signed, and the same as a page to read and print. Fetched from
   * the consent server with a token of this person; in `lang` where it has words in it, else in English.
   */
  receipt(options?: { /** @default 'en' */ readonly lang?: string }): Promise<ReceiptReply>
  /**
   * A link of this person's own, good after the meeting, to see what is kept of them, to take it back and to have it
   * erased; it ends an earlier one. Whoever has it may do the same. Fetched as a receipt is.
   */
  link(options?: { /** @default 'en' */ readonly lang?: string }): Promise<LinkReply>
  /** Whether this person may be captured for the ask right now, as far as this device knows. */
  permits(feature: IdOf<F>, ask: string): boolean
  /** Hears of gates that opened or closed; closing comes before anything is sent. */
  onGate(listener: (change: GateChange) => void): Undo
  /**
   * What the app's own control calls when the person unmutes by hand: gives back an uplink that the client has
   * muted, and does not mute it again for the nos that are on their way.
   */
  unmute(): void
  /** Says that this device shows the indicator, until undone. While none does, no gate of it is open. */
  attachIndicator(): Undo
  /** Tells `onTrouble`, once, what keeps something that is built on this client from working: words for an engineer. */
  sayTrouble(trouble: string): void
  /** Ends the connection; for this device that is the same as its page going away. */
  dispose(): void
}

/** The world that a client runs in; `createConsentClient` brings that of a page. */
export interface ClientPorts {
  readonly transport: Transport
  readonly clock: Clock
  readonly ids: Ids
  readonly digest: Digest
  /** Keeps unacknowledged nos over a reload. @default none */
  readonly keep?: Keep | undefined
  /** Keeps the standing no on this device. @default it ends with the page */
  readonly standing?: Keep | undefined
  /** Fetches for who holds the token what is theirs. @default there is nothing to be had */
  takeHome?<What extends keyof Home>(what: What, token: TokenSource, lang: string): Promise<Home[What]>
}

/** What every client is made with, whatever world it runs in. */
export interface ClientOptions<F extends FeatureOptions> {
  /** From the app's server, which mints it for whom it knows to be signed in. */
  readonly token: TokenSource
  /** The same features that the server was given. */
  readonly features: readonly F[]
  /**
   * What `askfirst notices build` wrote: answers then name the text of their language, and one in a language
   * that has none is rejected as `unknown-notice`.
   *
   * @default answers name the declaration, in any language
   */
  readonly notices?: NoticeHashes | undefined
  /**
   * Who the token will name, where the page knows: a no that is pressed before the authority was heard from then
   * outlives the page. It is sent once the authority says the same, and never for anybody else.
   *
   * @default such a no is kept for as long as the page lives
   */
  readonly you?: { readonly meeting: string; readonly participant: string } | undefined
  /** Where this device is when it connects. @default 'call' */
  readonly place?: 'out' | Place
  /**
   * Hears, in words for an engineer, what keeps this from working: no server, no token or a refused one, another
   * declaration than the server's, no indicator on the page. Each is said once.
   *
   * @default in `createConsentClient` a warning on the console
   */
  readonly onTrouble?: OnTrouble | undefined
  /** The call, to leave it where a policy says that no means leaving. */
  readonly call?: Pick<Presence, 'leave'>
  /** What carries this person to people and AI alike, as `sharedUplink` makes it. @default nothing is muted */
  readonly uplink?: SharedUplink | undefined
}
