import type { LinkReply } from '@askfirst/core'
import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { TakeHome } from './take-home.tsx'

type Taken = Extract<LinkReply, { ok: true }>

/**
 * Makes a link of the person's own when they ask for it, which leads to what is kept of them also after the call. It is
 * a link and never the address in letters: who shares a screen would share it.
 */
export function OwnLink({ client, text }: PartOptions) {
  const used = useConsentClient(client)
  const words = useText(text)
  const { lang, t } = words

  async function take(): Promise<Taken | undefined> {
    const reply = await used.link({ lang })
    return reply.ok ? reply : undefined
  }

  return (
    <TakeHome label={t('ownLink')} text={words} take={take}>
      {(taken) => (
        <div lang={taken.lang} dir="auto">
          <p>{taken.says}</p>
          <a className="askfirst-link" href={taken.url} target="_blank" rel="noreferrer">
            {taken.open}
          </a>
        </div>
      )}
    </TakeHome>
  )
}
