import { type ClientOptions, type ConsentClient, createClientOver } from '../client/client.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Keep } from '../ports.ts'
import { systemClock } from './clock.ts'
import { sha256 } from './digest.ts'
import { randomIds } from './ids.ts'
import { webSocketTransport } from './web-socket.ts'

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
    keep: pageKeep('askfirst.unacknowledged'),
  })
}

/** Session storage where the page has it: it lasts over reloads and ends with the tab. */
function pageKeep(key: string): Keep | undefined {
  try {
    const storage = globalThis.sessionStorage
    storage.getItem(key)
    return {
      load: () => storage.getItem(key) ?? undefined,
      save: (text) => storage.setItem(key, text),
    }
  } catch {
    return undefined
  }
}
