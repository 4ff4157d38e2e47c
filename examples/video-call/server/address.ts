import { isIPv6 } from 'node:net'

/** Every interface of this machine: to listen at, not to open. */
const EVERY = ['0.0.0.0', '::']

/** Where a browser on this machine opens it. */
export const toAddress = (host: string, port: number): string =>
  `http://${EVERY.includes(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host}:${port}`

/** What those who let other machines in have to know; undefined where none gets in. */
export function sayOthers(host: string, address: string): string | undefined {
  if (/^(127\.|::1$|localhost$)/.test(host)) return undefined
  const { port, host: here } = new URL(address)
  return `Browsers give a call only to localhost and to https:. For other machines put a proxy with a certificate before it,
  or lead their localhost here, ssh -L ${port}:${here} and this machine's name.`
}
