import { createClientOver } from '../client/client.ts'
import type { ClientOptions, ConsentClient } from '../client/consent-client.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Keep } from '../ports.ts'
import { systemClock } from './clock.ts'
import { sha256 } from './digest.ts'
import { randomIds } from './ids.ts'
import { webSocketTransport } from './web-socket.ts'

// takes: where the authority is, and what every client is made with · gives: a client in the world of a page

/** What a page connects with: the options of every client, and where the authority is. */
export interface ConsentClientOptions<F extends FeatureOptions> extends ClientOptions<F> {
  /** WebSocket address of the consent server, `wss:` outside of development. */
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
 */
export function createConsentClient<const F extends FeatureOptions>(
  options: ConsentClientOptions<F>,
): ConsentClient<F> {
  return createClientOver<F>(options, {
    transport: webSocketTransport(options.url),
    clock: systemClock,
    ids: randomIds,
    digest: sha256,
    keep: pageKeep('askfirst.no.'),
    takeHome: async (...asked) => (await import('./take-home.ts')).takeHome(options.url, ...asked),
    standing: pageKeep(`askfirst.standing.${encodeURIComponent(options.account ?? '')}/`),
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
