import { AskFirstError } from '@askfirst/core'
import { Webhook } from 'standardwebhooks'
import { findOdd, tellWords } from '../odd-word.ts'

/**
 * What an endpoint hears of: `decision`, what somebody answered · `gate`, whose gates opened or closed · `erasure`, what
 * a processor has to erase.
 */
export type WebhookKind = 'decision' | 'gate' | 'erasure'

/**
 * Where this server sends what happens, signed by [Standard Webhooks](https://www.standardwebhooks.com). It names
 * participants by id, and their answers: nobody but the controller, or a processor that the notice names, may receive it.
 */
export interface WebhookEndpoint {
  /** By `https:`, or by `http:` on this machine. */
  readonly url: string
  /** `whsec_` and 24 to 64 random bytes in base64; an endpoint of its own each. */
  readonly secret: string
  /** At least one. */
  readonly events: readonly WebhookKind[]
  /** Whether it is told of a meeting. @default of every meeting */
  readonly meetings?: ((meeting: string) => boolean) | undefined
}

const WORDS: readonly string[] = ['url', 'secret', 'events', 'meetings'] satisfies (keyof WebhookEndpoint)[]
const KINDS: readonly string[] = ['decision', 'gate', 'erasure'] satisfies WebhookKind[]
const LOCAL = ['localhost', '127.0.0.1', '[::1]']

/** @throws AskFirstError where an endpoint cannot be right; the address and the secret are not in it */
export function assertWebhooks(endpoints: readonly WebhookEndpoint[] = []): void {
  if (!Array.isArray(endpoints)) {
    throw new AskFirstError('server-webhooks', {
      what: 'webhooks is no list.',
      why: 'There may be several endpoints.',
      fix: 'Use [{ url, secret, events }].',
    })
  }
  for (const [at, endpoint] of (endpoints as readonly WebhookEndpoint[]).entries()) {
    const { events, meetings, secret, url } = endpoint
    const wrong = (what: string, why: string, fix: string): AskFirstError =>
      new AskFirstError('server-webhooks', { what: `webhooks[${at}].${what}`, why, fix })
    const odd = findOdd(endpoint, WORDS)
    if (odd !== undefined) {
      throw new AskFirstError('server-webhooks', {
        what: `webhooks[${at}] has "${odd}", which an endpoint has not.`,
        why: 'Without "meetings" it hears of every meeting.',
        fix: tellWords(odd, WORDS),
      })
    }
    if (!isSafe(url)) {
      throw wrong(
        'url is no address by https:',
        'Answers of people go there.',
        'Use https:, or http: on this machine; without a name or password in it.',
      )
    }
    if (!isSecret(secret)) {
      throw wrong(
        'secret is not whsec_ and 24 to 64 bytes in base64.',
        'Anybody could send what looks like it came from here.',
        'Make one: echo "whsec_$(openssl rand -base64 32)"',
      )
    }
    if (!Array.isArray(events) || events.length === 0 || events.some((one) => !KINDS.includes(one))) {
      throw wrong(
        `events is ${JSON.stringify(events)}.`,
        'It would hear of nothing, or of what there is not.',
        `Use some of ${KINDS.map((kind) => `'${kind}'`).join(', ')}.`,
      )
    }
    if (meetings !== undefined && typeof meetings !== 'function') {
      throw wrong(
        'meetings is no function.',
        'It would be told of no meeting.',
        'Use (meeting) => true or false, or leave it out for every meeting.',
      )
    }
  }
}

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { hostname, password, protocol, username } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOCAL.includes(hostname))
}

function isSecret(secret: unknown): boolean {
  if (typeof secret !== 'string' || !secret.startsWith('whsec_')) return false
  try {
    new Webhook(secret)
  } catch {
    return false
  }
  const { length } = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return length >= 24 && length <= 64
}
