import { type ReactNode, useState } from 'react'
import { type PartOptions, useText } from './context.tsx'
import { useDialog } from './use-dialog.tsx'
import { useDeclared } from './use-feature.ts'

/** Options of the dialog and of the control that opens it. */
export interface MyChoicesProps extends PartOptions {
  /** @default kept by the part itself */
  readonly open?: boolean | undefined
  /** Called when it opens or closes, by the control, by Esc or by its own buttons. */
  onOpenChange?(open: boolean): void
  /** Feature to open at: its question is expanded. */
  readonly feature?: string | undefined
  /** What stands in the control that opens it; null for no control. @default "My choices" */
  readonly trigger?: ReactNode
}

/** Everything a person has answered, and may change, in a modal dialog that is loaded after everything else. */
export function MyChoices({ client, text, open, onOpenChange, feature, trigger }: MyChoicesProps) {
  const words = useText(text)
  useDeclared(feature ?? '', client)
  const [own, setOwn] = useState(false)
  const isOpen = open ?? own
  const change = (now: boolean): void => {
    setOwn(now)
    onOpenChange?.(now)
  }
  const dialog = useDialog({ client, text }, isOpen, ({ MyChoicesDialog }) => (
    <MyChoicesDialog client={client} text={words} open={isOpen} onOpenChange={change} feature={feature} />
  ))
  return (
    <>
      {trigger !== null && (
        <button
          type="button"
          className="askfirst-link"
          aria-haspopup="dialog"
          lang={words.lang}
          dir={words.dir}
          onClick={() => change(true)}
        >
          {trigger ?? words.t('myChoices')}
        </button>
      )}
      {dialog}
    </>
  )
}
