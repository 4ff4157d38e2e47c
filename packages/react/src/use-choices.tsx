import { type ReactNode, useState } from 'react'
import type { PartOptions } from './context.tsx'
import { useDialogs } from './use-loaded.ts'

/** Props of what holds parts that lead to my choices. */
export interface ChoicesOptions extends PartOptions {
  /** Shows more of a feature, or all of them where none is named. @default opens My choices there */
  readonly onDetails?: ((feature?: string) => void) | undefined
}

/** My choices, which are loaded after everything else, and what opens them. */
export function useChoices({ client, text, onDetails }: ChoicesOptions): {
  readonly choices: ReactNode
  open(feature?: string): void
} {
  const [feature, setFeature] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const [isWanted, setWanted] = useState(false)
  if (isOpen && !isWanted) setWanted(true)
  const dialogs = useDialogs(isWanted ? 'now' : onDetails ? 'never' : 'ahead')
  return {
    open:
      onDetails ??
      ((wanted) => {
        setFeature(wanted)
        setOpen(true)
      }),
    choices: isWanted && dialogs && (
      <dialogs.MyChoicesDialog
        client={client}
        text={text}
        open={isOpen}
        onOpenChange={setOpen}
        feature={feature}
      />
    ),
  }
}
