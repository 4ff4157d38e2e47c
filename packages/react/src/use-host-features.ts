import type { Action, ConsentClient, FeatureStatus, Reply } from '@askfirst/core'
import { type PartOptions, useConsentClient, useConsentState, useText } from './context.tsx'
import { useFeatures } from './features.ts'
import type { Press } from './use-armed.ts'
import { describeNotice, type NoticeWords } from './words.ts'

/** One feature as a host sees it, with what they can do about it now. */
export interface HostFeature {
  readonly status: FeatureStatus
  /** What everybody will be asked, word for word. */
  readonly preview: NoticeWords
  readonly canEnable: boolean
  readonly canDisable: boolean
  /** Whether who turns it on may stay out of it; not where a no means leaving. */
  readonly canLeaveOut: boolean
  /** Turns it on and asks everybody; the own answer goes with it. */
  enable(own: HostAnswer): Promise<Reply>
  /** The host's own no, once it is on or on its way. */
  leaveOut(press?: Press): Promise<Reply>
  /** Turns it off for everybody at once. */
  disable(): Promise<Reply>
}

/** The own answer of who turns a feature on. */
export type HostAnswer = { readonly press?: Press | undefined } & (
  | { readonly answer: 'accept'; readonly grants: readonly string[] }
  | { readonly answer: 'decline' }
)

/** The features as a host turns them on and off; empty for everybody else. */
export function useHostFeatures(options: PartOptions = {}): readonly HostFeature[] {
  const client: ConsentClient = useConsentClient(options.client)
  const text = useText(options.text)
  const you = useConsentState(client, ({ view }) => view?.you)
  const features = useFeatures(client)
  if (you === undefined || you.role === 'attendee' || you.kind !== 'person') return []
  return features.map((status) => {
    const can = (action: Action) => status.actions.includes(action)
    const by = status.activation?.name ?? ('name' in you ? (you.name as string | undefined) : undefined)
    return {
      status,
      preview: describeNotice(status.feature, text, { by, company: status.company, kind: 'person' }),
      canEnable: can('enable'),
      canDisable: can('disable'),
      canLeaveOut: status.feature.policy.decline === 'exclude',
      enable: ({ press, ...own }) => client.enable(status.id, { ...own, ...press, lang: text.lang }),
      leaveOut: (press) => client.decline(status.id, press),
      disable: () => client.disable(status.id),
    }
  })
}
