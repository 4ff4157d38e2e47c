import * as Dialog from '@radix-ui/react-dialog'
import { hideOthers } from 'aria-hidden'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useText } from './context.tsx'
import { openModal } from './open-modals.ts'
import { focusedNear, rootOf } from './own-root.ts'
import { pressOnce } from './part.tsx'
import type { Text } from './text.ts'
import { giveBack, WANTED } from './use-focus-return.ts'
import { canHold, useFullscreenElement } from './use-surface.tsx'

export interface ModalProps {
  readonly open: boolean
  onOpenChange(open: boolean): void
  readonly title: string
  readonly lead: string
  readonly text?: Text | undefined
  readonly children: ReactNode
}

/** A dialog that the person opened themselves: modal, closes with Esc, gives focus back. */
export function Modal({ open, onOpenChange, title, lead, text, children }: ModalProps) {
  const { t, lang, dir } = useText(text)
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const fullscreen = useFullscreenElement(slot)
  const [content, setContent] = useState<HTMLElement | null>(null)
  const opener = useRef<HTMLElement>(null)
  useEffect(() => {
    if (content === null || rootOf(content).ownerDocument === null) return
    return hideOthers(content, rootOf(content) as unknown as HTMLElement)
  }, [content])
  useEffect(() => (content === null ? undefined : openModal(content)), [content])
  const container = slot && (fullscreen !== null && canHold(fullscreen) ? fullscreen : outermost(slot))
  return (
    <>
      <span ref={setSlot} hidden />
      <Dialog.Root open={open && container !== null} onOpenChange={onOpenChange}>
        <Dialog.Portal container={container}>
          {/* Not Radix's own: it injects a style to lock scrolling, which a content security policy forbids. */}
          <div className="askfirst askfirst-overlay" />
          <Dialog.Content
            ref={setContent}
            className="askfirst askfirst-panel askfirst-modal"
            lang={lang}
            dir={dir}
            onKeyDown={(event) => {
              pressOnce(event)
              keepTab(event)
            }}
            onOpenAutoFocus={(event) => {
              opener.current = slot && focusedNear(slot)
              const content = event.currentTarget as HTMLElement
              const wanted = content.querySelector<HTMLElement>(`[${WANTED}]`)
              if (wanted === null && isPlain(content)) return
              event.preventDefault()
              ;(wanted ?? content).focus()
              // From its first word on, however long it is.
              wanted?.scrollIntoView?.()
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              const back = opener.current
              if (slot) giveBack(back === back?.ownerDocument.body ? null : back, rootOf(slot))
            }}
          >
            <div className="askfirst-head">
              <Dialog.Title className="askfirst-title">{title}</Dialog.Title>
              <Dialog.Close className="askfirst-link">{t('close')}</Dialog.Close>
            </div>
            <Dialog.Description className="askfirst-lead">{lead}</Dialog.Description>
            {children}
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}

/** What is in front of everything else where the element stands, and has its styles. */
function outermost(element: Element): Element | DocumentFragment {
  const root = rootOf(element)
  return 'body' in root ? root.body : root
}

// Radix looks after focus and after the rest of the page in the document of the script alone. In a shadow root, and
// in another window such as picture-in-picture, the rest of this file does.

const isPlain = (element: Element): boolean => rootOf(element) === document

function keepTab(event: KeyboardEvent<HTMLElement>): void {
  const { currentTarget: content, key, shiftKey } = event
  if (key !== 'Tab' || isPlain(content)) return
  const stops = [...content.querySelectorAll<HTMLElement>('a[href],button,summary,[tabindex]')].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
  )
  const focused = focusedNear(content)
  const edge = shiftKey ? stops[0] : stops.at(-1)
  if (focused !== edge && focused !== content) return
  event.preventDefault()
  ;(shiftKey ? stops.at(-1) : stops[0])?.focus()
}
