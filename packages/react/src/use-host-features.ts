import type { Action, ConsentClient, FeatureStatus, Reply } from '@askfirst/core'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import type { Press } from './use-armed.ts'
import { describeNotice, type NoticeWords, nameAsked, nameFeature } from './words.ts'

/** One feature as who may turn it on sees it, with what they can do about it now. */
export interface HostFeature {
  /** The same while it is turned on and off; the status has another id for a run of one's own. */
  readonly key: string
  readonly status: FeatureStatus
  /** Whose it is: for the whole meeting, a run of one's own, or one of somebody else's. */
  readonly whose: 'all' | 'own' | 'other'
  /** Whether it is on, and somebody else turned it on. */
  readonly isTheirs: boolean
  /** Its name here: a run of somebody's own is named after them. */
  readonly name: string
  /** What everybody will be asked, word for word. */
  readonly preview: NoticeWords
  readonly canEnable: boolean
  readonly canDisable: boolean
  /** Whether who has not answered may be asked again: once a run. */
  readonly canAskAgain: boolean
  /** What a host may do about runs of people's own: end them all and allow no more, or allow them again. */
  readonly canBar: 'bar' | 'allow' | 'no'
  /** Whether who turns it on may stay out of it; not where a no means leaving, or ends it for everybody. */
  readonly canLeaveOut: boolean
  /** Turns it on and asks everybody; the own answer goes with it. */
  enable(own: HostAnswer): Promise<Reply>
  /** The host's own no, once it is on or on its way. */
  leaveOut(press?: Press): Promise<Reply>
  /** Turns it off for everybody at once. */
  disable(): Promise<Reply>
  /** Asks those again who have not answered. */
  askAgain(): Promise<Reply>
  /** Allows nobody a run of their own, or allows it again. */
  bar(barred: boolean): Promise<Reply>
}

/** The own answer of who turns a feature on. */
export type HostAnswer = { readonly press?: Press | undefined } & (
  | { readonly answer: 'accept'; readonly grants: readonly string[] }
  | { readonly answer: 'decline' }
)

/**
 * The features as a host turns them on and off; for everybody else those that anyone may turn on for themselves.
 * A feature of that kind is shown as one's own run of it while that is on.
 */
export function useHostFeatures(options: PartOptions = {}): readonly HostFeature[] {
  const client: ConsentClient = useConsentClient(options.client)
  const text = useText(options.text)
  const you = useConsentState(client, ({ view }) => view?.you)
  const features = useFeatures(client)
  if (you === undefined || you.kind !== 'person') return []
  const isHost = you.role !== 'attendee'
  return features.flatMap((declared): HostFeature | [] => {
    const isOwned = declared.feature.policy.turnOn === 'anyone'
    const isOther = declared.owner !== undefined
    // One's own run stands in the row of the feature.
    if (declared.owner === you.participant || (!isHost && (isOther || !isOwned))) return []
    const run = isOwned && !isOther ? `${declared.id}@${you.participant}` : declared.id
    const status = features.find(({ id, phase }) => id === run && phase !== 'off') ?? declared
    const can = (action: Action) => status.actions.includes(action)
    if (isOther && status.phase === 'off') return []
    const by = isOther ? status.activation?.name : (status.activation?.name ?? you.name)
    return {
      key: declared.id,
      status,
      whose: isOther ? 'other' : isOwned ? 'own' : 'all',
      isTheirs: status.activation !== undefined && status.activation.by !== you.participant,
      // Nobody calls themselves someone.
      name: (by === undefined && !isOther ? nameFeature : nameAsked)(status.feature, text, by),
      preview: describeNotice(status.feature, text, { by, company: status.company, kind: 'person' }),
      canEnable: can('enable'),
      canDisable: can('disable'),
      canAskAgain: can('askAgain'),
      canBar: declared.actions.includes('bar') ? 'bar' : declared.actions.includes('allow') ? 'allow' : 'no',
      canLeaveOut: status.feature.policy.decline === 'exclude',
      enable: ({ press, ...own }) => client.enable(declared.id, { ...own, ...press, lang: text.lang }),
      leaveOut: (press) => client.decline(run, press),
      disable: () => client.disable(run),
      askAgain: () => client.askAgain(run),
      bar: (barred) => client.bar(declared.id, { barred }),
    }
  })
}
