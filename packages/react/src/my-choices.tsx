import { type ReactNode, useState } from 'react'
import { ChoicesAt } from './choices-at.tsx'
import { type PartOptions, useText } from './context.tsx'

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
export function MyChoices({ open, onOpenChange, feature = '', trigger, ...options }: MyChoicesProps) {
  const { t, lang, dir } = useText(options.text)
  const [own, setOwn] = useState(false)
  const change = (now: boolean): void => {
    setOwn(now)
    onOpenChange?.(now)
  }
  return (
    <>
      {trigger !== null && (
        <button
          type="button"
          className="askfirst-link"
          aria-haspopup="dialog"
          lang={lang}
          dir={dir}
          onClick={() => change(true)}
        >
          {trigger ?? t('myChoices')}
        </button>
      )}
      <ChoicesAt {...options} feature={(open ?? own) ? feature : undefined} onClose={() => change(false)} />
    </>
  )
}
