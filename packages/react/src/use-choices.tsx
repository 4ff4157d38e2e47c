import { type ReactNode, useState } from 'react'
import type { PartOptions } from './context.tsx'
import { useDialog } from './use-dialog.tsx'

/** Props of what holds parts that lead to my choices. */
export interface ChoicesOptions extends PartOptions {
  /** Shows more of a feature, or all of them where none is named. @default opens My choices there */
  readonly onDetails?: ((feature?: string) => void) | undefined
}

/** My choices, which are loaded after everything else, and what opens them. */
export function useChoices({ onDetails, ...options }: ChoicesOptions): {
  readonly choices: ReactNode
  open(feature?: string): void
} {
  const [feature, setFeature] = useState<string>()
  const isOpen = feature !== undefined
  const choices = useDialog(
    options,
    isOpen,
    ({ MyChoicesDialog }) => (
      <MyChoicesDialog
        {...options}
        open={isOpen}
        onOpenChange={() => setFeature(undefined)}
        feature={feature}
      />
    ),
    onDetails === undefined,
  )
  return { choices, open: onDetails ?? ((wanted = '') => setFeature(wanted)) }
}
