import { AskFirstError } from '@askfirst/core'
import {
  Children,
  type ComponentPropsWithoutRef,
  type ComponentRef,
  cloneElement,
  createContext,
  type ForwardRefExoticComponent,
  forwardRef,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
  useContext,
  version,
} from 'react'
import { type RefTarget, useRefs } from './use-refs.ts'

type Tag = 'button' | 'details' | 'div' | 'dl' | 'fieldset' | 'h2' | 'h3' | 'p' | 'section' | 'ul'

/** Props of a part: those of its element, and whether the one inside takes its place. */
export type PartProps<T extends Tag> = ComponentPropsWithoutRef<T> & {
  /** The one element inside takes the part's place, with its props, its ref and what it does. @default false */
  readonly asChild?: boolean | undefined
}

/** A component for one element, or for what takes its place. */
export type PartOf<T extends Tag> = ForwardRefExoticComponent<PartProps<T> & RefAttributes<ComponentRef<T>>>

/** What a part is by itself. */
export interface Own extends HTMLAttributes<HTMLElement> {
  readonly [data: `data-${string}`]: unknown
  readonly ref?: RefTarget
  readonly open?: boolean
  /** What is inside where nothing was put. */
  readonly says?: ReactNode
  /** What comes of whatever is inside. */
  readonly wrap?: (inside: ReactNode) => ReactNode
  /** What comes of the element. */
  readonly frame?: (element: ReactElement) => ReactNode
}

type Props = Readonly<Record<string, unknown>>

/** What the parts of one root share, and what makes them. */
export function createParts<Shared>(name: string) {
  const Context = createContext<Shared | undefined>(undefined)
  /** @throws AskFirstError outside of the root */
  const use = (): Shared => {
    const shared = useContext(Context)
    if (shared !== undefined) return shared
    throw new AskFirstError('part-root', {
      what: `A part of ${name} stands outside of ${name}.Root.`,
      why: 'What it shows is there.',
      fix: 'Put it inside.',
    })
  }
  /** One element, or what takes its place; not there while `useOwn` gives nothing. */
  const part = <T extends Tag>(
    tag: T,
    useOwn: (shared: Shared) => Own | false | null | undefined,
  ): PartOf<T> =>
    forwardRef<HTMLElement, PartProps<'div'>>(({ asChild, children, ...theirs }, given) => {
      const own = useOwn(use())
      const { frame = same, ref, says, wrap = same, ...ours }: Own = own || {}
      const child = asChild ? (Children.only(children) as ReactElement<Props>) : undefined
      const refs = useRefs(ref, given, child && readRef(child))
      if (!own) return null
      const Element = tag as 'div'
      const props: Props & { children?: ReactNode } = child?.props ?? { children }
      const inside = wrap(props.children ?? says)
      const merged = merge(merge(tag === 'button' ? { ...ours, ...BUTTON } : ours, theirs), props)
      return frame(cloneElement(child ?? <Element />, { ...merged, ref: refs, children: inside }))
    }) as unknown as PartOf<T>
  return { Provider: Context.Provider, use, part }
}

const same = <Value,>(value: Value): Value => value

/** Submits no form; and a key that is held presses once, not also what the first press puts in its place. */
const BUTTON = { type: 'button', onKeyDown: pressOnce }

export function pressOnce(event: KeyboardEvent): void {
  if (event.repeat && event.key === 'Enter') event.preventDefault()
}

/** React 18 keeps the ref beside the props, and warns of looking for it among them. */
function readRef(child: ReactElement<Props>): RefTarget {
  return (version.startsWith('18') ? (child as unknown as Props) : child.props).ref as RefTarget
}

/** Theirs win, styles aside; what both do, both do, theirs first, and ours unless that prevented it. */
function merge(ours: object, theirs: Props): Props {
  const merged: Record<string, unknown> = { ...theirs }
  for (const [name, our] of Object.entries(ours)) {
    const their = theirs[name]
    if (our === undefined) continue
    // An id of ours names something else, and no button of ours submits a form.
    if (their === undefined || name === 'id' || name === 'type') merged[name] = our
    else if (name === 'className') merged[name] = `${our} ${their}`
    else if (name === 'style') merged[name] = { ...(their as object), ...our }
    else if (typeof our === 'function' && typeof their === 'function') {
      merged[name] = (event: { readonly defaultPrevented: boolean }) => {
        their(event)
        if (!event.defaultPrevented) our(event)
      }
    }
  }
  return merged
}
