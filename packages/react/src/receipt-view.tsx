import { type MouseEvent, useEffect, useState } from 'react'
import { adoptRefused } from './adopt-styles.ts'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { TakeHome } from './take-home.tsx'

interface Links {
  readonly page: string
  readonly file: string
}

/** Fetches the person's own receipt when they ask for it: a page to read and print, and the file that is signed. */
export function ReceiptView({ client, text }: PartOptions) {
  const used = useConsentClient(client)
  const words = useText(text)
  const { lang, t } = words
  const [kept, setKept] = useState<Links>()
  useEffect(() => {
    if (kept === undefined) return
    return () => {
      for (const link of Object.values(kept)) URL.revokeObjectURL(link)
    }
  }, [kept])

  async function take(): Promise<Links | undefined> {
    const reply = await used.receipt({ lang })
    if (!reply.ok) return undefined
    const links = {
      page: toLink(reply.page, 'text/html;charset=utf-8'),
      file: toLink(JSON.stringify(reply.receipt), 'application/json'),
    }
    setKept(links)
    return links
  }

  return (
    <TakeHome label={t('receipt')} text={words} take={take}>
      {(links) => (
        <ul>
          <li>
            <a
              className="askfirst-link"
              href={links.page}
              target="_blank"
              rel="noreferrer"
              onClick={openStyled}
            >
              {t('receiptRead')}
            </a>
          </li>
          <li>
            <a className="askfirst-link" href={links.file} download="receipt.json">
              {t('receiptSave')}
            </a>
          </li>
        </ul>
      )}
    </TakeHome>
  )
}

/** Opens the page so that it can be styled: what a page makes is under its policy, which may refuse inline styles. */
function openStyled(event: MouseEvent<HTMLAnchorElement>): void {
  const { currentTarget: link } = event
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  // In any case: where it opens and is out of reach, as from a frame of another site, nothing is given back either.
  event.preventDefault()
  const opened = link.ownerDocument.defaultView?.open(link.href)
  try {
    if (!opened) return
    opened.opener = null
    opened.onload = () => opened.document.querySelectorAll('style').forEach(adoptRefused)
  } catch {
    // Of another origin, as from a sandbox: it stays as it is.
  }
}

const toLink = (content: string, type: string): string => URL.createObjectURL(new Blob([content], { type }))
