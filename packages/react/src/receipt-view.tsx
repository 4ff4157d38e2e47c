import { useEffect, useState } from 'react'
import { type PartOptions, useConsentClient, useText } from './context.tsx'

interface Links {
  readonly page: string
  readonly file: string
}

/** Fetches the person's own receipt when they ask for it: a page to read and print, and the file that is signed. */
export function ReceiptView({ client, text }: PartOptions) {
  const used = useConsentClient(client)
  const { lang, t } = useText(text)
  const [state, setState] = useState<'asked' | 'failed' | 'idle' | Links>('idle')
  const links = typeof state === 'object' ? state : undefined
  useEffect(() => {
    if (links === undefined) return
    return () => {
      for (const link of Object.values(links)) URL.revokeObjectURL(link)
    }
  }, [links])

  async function take(): Promise<void> {
    setState('asked')
    const reply = await used.receipt({ lang })
    setState(
      reply.ok
        ? {
            page: toLink(reply.page, 'text/html;charset=utf-8'),
            file: toLink(JSON.stringify(reply.receipt), 'application/json'),
          }
        : 'failed',
    )
  }

  return (
    <div className="askfirst-choice">
      <button
        type="button"
        className="askfirst-button"
        aria-disabled={state === 'asked'}
        onClick={() => state !== 'asked' && void take()}
      >
        {t('receipt')}
      </button>
      <div role="status">
        {state === 'asked' && <p>{t('loading')}</p>}
        {state === 'failed' && <p>{t('turnOnFailed')}</p>}
        {links && (
          <ul>
            <li>
              <a href={links.page} target="_blank" rel="noreferrer">
                {t('receiptRead')}
              </a>
            </li>
            <li>
              <a href={links.file} download="receipt.json">
                {t('receiptSave')}
              </a>
            </li>
          </ul>
        )}
      </div>
    </div>
  )
}

const toLink = (content: string, type: string): string => URL.createObjectURL(new Blob([content], { type }))
