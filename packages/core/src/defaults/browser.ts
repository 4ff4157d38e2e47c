import { createClientOver } from '../client/client.ts'
import type { ClientOptions, ConsentClient } from '../client/consent-client.ts'
import { AskFirstError } from '../error.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Keep } from '../ports.ts'
import { systemClock } from './clock.ts'
import { sha256 } from './digest.ts'
import { randomIds } from './ids.ts'
import { toWarn } from './warn.ts'
import { toSocketAddress, webSocketTransport } from './web-socket.ts'

// takes: where the authority is, and what every client is made with · gives: a client in the world of a page

/** What a page connects with: the options of every client, and where the authority is. */
export interface ConsentClientOptions<F extends FeatureOptions> extends ClientOptions<F> {
  /** WebSocket address of the consent server, `wss:` outside of development; a path is one of this page's own server. */
  readonly url: string
  /**
   * Whose standing no this device keeps, by any name that stays, such as that of the account: where several
   * people use one browser, each of them then has a switch of their own.
   *
   * @default one for everybody who uses this browser
   */
  readonly account?: string | undefined
}

/**
 * Connects this page to the consent authority of its meeting.
 *
 * Nothing is captured before it is connected, and everything is closed whenever it is not.
 *
 * @throws AskFirstError where an option is wrong, or the page is not in a secure context
 */
export function createConsentClient<const F extends FeatureOptions>(
  options: ConsentClientOptions<F>,
): ConsentClient<F> {
  assertSecure()
  const url = toSocketAddress(options.url)
  return createClientOver<F>(
    { ...options, onTrouble: options.onTrouble ?? toWarn(url) },
    {
      transport: webSocketTransport(url),
      clock: systemClock,
      ids: randomIds,
      digest: sha256,
      keep: pageKeep('askfirst.no.'),
      takeHome: async (...asked) => (await import('./take-home.ts')).takeHome(url, ...asked),
      standing: pageKeep(`askfirst.standing.${encodeURIComponent(options.account ?? '')}/`),
    },
  )
}

/** What is asked is known by its hash, which browsers make on secure origins alone. */
function assertSecure(): void {
  if (globalThis.crypto?.subtle !== undefined) return
  throw new AskFirstError('secure-context', {
    what: `This page is at ${globalThis.location?.origin}, which is no secure context.`,
    why: 'Browsers give no hashes there, nor cameras and microphones.',
    fix: 'Serve it by https:, or from localhost.',
  })
}

/** Local storage where the page has it: what is kept outlives the tab, and the next page has it too. */
function pageKeep(prefix: string): Keep | undefined {
  try {
    const storage = globalThis.localStorage
    return {
      load: () =>
        Object.keys(storage)
          .filter((key) => key.startsWith(prefix))
          .map((key) => storage.getItem(key) ?? ''),
      save: (id, text) => storage.setItem(prefix + id, text),
      remove: (id) => storage.removeItem(prefix + id),
      onChange(listener) {
        const hear = ({ key }: StorageEvent): void => {
          // Without a key, everything is gone.
          if (key?.startsWith(prefix) !== false) listener()
        }
        globalThis.addEventListener?.('storage', hear)
        return () => globalThis.removeEventListener?.('storage', hear)
      },
    }
  } catch {
    return undefined
  }
}
