import { useEffect, useState } from 'react'
import { type PartOptions, useText } from './context.tsx'
import { useLoaded } from './use-loaded.ts'

const loadDialog = async () => (await import('./my-choices-dialog.tsx')).MyChoicesDialog

export interface ChoicesAtProps extends PartOptions {
  /** Feature to open at, or empty for none of them; undefined while closed. */
  readonly feature: string | undefined
  onClose(): void
}

/** The dialog of my choices, which is loaded after everything else; says so where it is wanted before it is there. */
export function ChoicesAt({ feature, onClose, ...options }: ChoicesAtProps) {
  const text = useText(options.text)
  const isOpen = feature !== undefined
  const [isWanted, setWanted] = useState(isOpen)
  useEffect(() => {
    if (isOpen) setWanted(true)
  }, [isOpen])
  const Dialog = useLoaded(loadDialog, isWanted ? 'now' : 'ahead')
  if (isWanted && Dialog) {
    return <Dialog {...options} text={text} open={isOpen} onOpenChange={onClose} feature={feature} />
  }
  if (!isOpen) return null
  return (
    <p role="status" className="askfirst" lang={text.lang} dir={text.dir}>
      {text.t('loading')}
    </p>
  )
}
