import { type ReactNode, useEffect, useState } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { useLoaded } from './use-loaded.ts'

const loadDialogs = () => import('./dialogs.ts')

/**
 * A dialog: they are what needs the most code, and nothing that is needed at once. In its place, that it is on its way.
 * Once opened it stays, so that it can give focus back when it closes.
 *
 * @param isAhead whether it is loaded before somebody opens it
 */
export function useDialog(
  { client, text }: PartOptions,
  isOpen: boolean,
  render: (dialogs: Awaited<ReturnType<typeof loadDialogs>>) => ReactNode,
  isAhead = true,
): ReactNode {
  const { lang, t } = useText(text)
  const used = useConsentClient(client)
  const [isWanted, setWanted] = useState(isOpen)
  if (isOpen && !isWanted) setWanted(true)
  const dialogs = useLoaded(loadDialogs, isWanted ? 'now' : isAhead ? 'ahead' : 'never')
  useEffect(() => dialogs?.lookForStyles(used), [dialogs, used])
  if (dialogs) return isWanted && render(dialogs)
  return (
    isOpen && (
      <p role="status" lang={lang}>
        {t('loading')}
      </p>
    )
  )
}
