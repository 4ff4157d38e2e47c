import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'

export interface CopyLinkProps {
  readonly icon: ReactNode
  readonly label: string
  readonly link: () => Promise<string>
}

/** Copies a link, and shows it, for who cannot paste. */
export function CopyLink({ icon, label, link }: CopyLinkProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const [shown, setShown] = useState<string>()
  const copy = async () => {
    try {
      const address = await link()
      setShown(address)
      await navigator.clipboard.writeText(address)
      setState('copied')
    } catch {
      setState('failed')
    }
  }
  return (
    <>
      <button type="button" className="button" onClick={copy}>
        {state === 'copied' ? <Check /> : icon}
        {label}
      </button>
      <span role="status" className="hint">
        {state === 'copied' && 'Copied.'}
        {state === 'failed' && !shown && 'The call server cannot be reached. Try again in a moment.'}
      </span>
      {shown && (
        <input
          className="field"
          readOnly
          value={shown}
          aria-label={`${label}: address`}
          onFocus={(event) => event.target.select()}
        />
      )}
    </>
  )
}
