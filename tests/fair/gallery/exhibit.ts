import { leaveMeOut, type Policy } from '@askfirst/core'
import type { FairNoticeOptions, FairRow } from '@askfirst/testing/fair'

/** One way to be unfair, or to shut people out, and the one row that it breaks; or that cannot be told, or holds. */
export interface Exhibit {
  readonly row: FairRow
  readonly what: string
  /** Nothing is broken, and this is why the row is not taken for held either. */
  readonly unchecked?: RegExp
  /** Nothing is unfair about it, and the row is seen to hold. */
  readonly isFair?: true
  /** Styles that are added to the fair page. */
  readonly css?: string
  /** Markup that stands in place of other markup. */
  readonly html?: readonly (readonly [from: string, to: string])[]
  /** A script that is added. */
  readonly js?: string
  readonly options?: Partial<FairNoticeOptions>
}

export const leaves = (afterMs: number): Policy => ({
  ...leaveMeOut,
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word; nobody awaits a policy
  unanswered: { afterMs, then: 'exclude' },
})
export const NO = '<button type="button" id="no">Leave me out</button>'
export const YES = '<button type="button" id="yes">Include me</button>'
export const QUIET = '<div class="quiet" id="quiet">'
export const SECTION = '<section id="notice"'
export const TRAIN = '<input type="checkbox" id="train" />'
export const CHAT = '<label>Chat <input type="text" id="chat" /></label>'
/** A switch that is drawn, for one that is not. */
export const DRAWN =
  '<span aria-hidden="true" style="width: 24px; height: 24px; border: 2px solid #555"></span>'
/** Sets the label of a button otherwise, and not the button. */
export const inside = (button: string, style: string): string =>
  button.replace(/>(.*)</, `><span style="${style}">$1</span><`)
/** Everything that asks, in an open shadow root. */
export const IN_SHADOW: NonNullable<Exhibit['html']> = [
  [
    'const $ = (id) => document.getElementById(id)',
    `const root = document.body.appendChild(document.createElement('ask-first')).attachShadow({ mode: 'open' })
      root.append(document.querySelector('style').cloneNode(true))
      root.append(...['status', 'notice', 'all'].map((id) => document.getElementById(id)))
      const $ = (id) => root.getElementById(id) ?? document.getElementById(id)
      const inFocus = () => root.activeElement ?? document.activeElement`,
  ],
  [
    "contains(document.activeElement)\n        $('notice').hidden",
    "contains(inFocus())\n        $('notice').hidden",
  ],
  ['contains(document.activeElement)) return giveFocus()', 'contains(inFocus())) return giveFocus()'],
  ["note('pointer', event.target)", "note('pointer', event.composedPath()[0])"],
  ['note(event.key, event.target)', 'note(event.key, event.composedPath()[0])'],
]
export const saysNo = (label: string): NonNullable<Exhibit['html']> => [
  [NO, NO.replace('Leave me out', label)],
]
