import { createClientOver } from '../client/client.ts'
import type { ClientOptions, ConsentClient } from '../client/consent-client.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Keep } from '../ports.ts'
import { systemClock } from './clock.ts'
import { sha256 } from './digest.ts'
import { randomIds } from './ids.ts'
import { webSocketTransport } from './web-socket.ts'

/** What a page connects with: the options of every client, and where the authority is. */
export interface ConsentClientOptions<F extends FeatureOptions> extends ClientOptions<F> {
  /** WebSocket address of the consent server, `wss:` outside of development. */
  readonly url: string
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
  })
}

/**
 * Local storage where the page has it, an entry for each no: it outlives a tab that is closed before the
 * authority is back, and the next page of the same person sends it.
 */
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
    }
  } catch {
    return undefined
  }
}
