import { type ReactNode, useState } from 'react'
import { useText } from './context.tsx'
import type { Text } from './text.ts'
import { useLoaded } from './use-loaded.ts'

const loadDialogs = () => import('./dialogs.ts')

/**
 * A dialog: they are what needs the most code, and nothing that is needed at once. In its place, that it is on its way.
 * Once opened it stays, so that it can give focus back when it closes.
 *
 * @param isAhead whether it is loaded before somebody opens it
 */
export function useDialog(
  isOpen: boolean,
  render: (dialogs: Awaited<ReturnType<typeof loadDialogs>>) => ReactNode,
  text?: Text,
  isAhead = true,
): ReactNode {
  const { lang, t } = useText(text)
  const [isWanted, setWanted] = useState(isOpen)
  if (isOpen && !isWanted) setWanted(true)
  const dialogs = useLoaded(loadDialogs, isWanted ? 'now' : isAhead ? 'ahead' : 'never')
  if (dialogs) return isWanted && render(dialogs)
  return (
    isOpen && (
      <p role="status" lang={lang}>
        {t('loading')}
      </p>
    )
  )
}
