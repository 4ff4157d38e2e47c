import * as Dialog from '@radix-ui/react-dialog'
import { type ReactNode, useRef } from 'react'
import { useText } from './context.tsx'
import type { Text } from './text.ts'
import { findHome } from './use-focus-return.ts'
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
  const fullscreen = useFullscreenElement()
  const opener = useRef<Element>(null)
  const container = fullscreen !== null && canHold(fullscreen) ? { container: fullscreen as HTMLElement } : {}
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal {...container}>
        <Dialog.Overlay className="askfirst askfirst-overlay" />
        <Dialog.Content
          className="askfirst askfirst-panel askfirst-modal"
          lang={lang}
          dir={dir}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            const back = opener.current
            const isThere = back instanceof HTMLElement && back.isConnected && back !== document.body
            const target = isThere ? back : findHome(document)
            target?.focus()
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
  )
}
