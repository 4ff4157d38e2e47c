import type { IncomingMessage } from 'node:http'

/** The path that was asked for, without its query; not parsed as an address, since anything may be sent as one. */
export const requestPath = ({ url = '/' }: IncomingMessage): string => url.split(/[?#]/, 1)[0] ?? '/'
