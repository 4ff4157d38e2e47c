import type { ViewChange } from '../protocol/server-messages.ts'

/**
 * Writes messages as text. What is said to a crowd, one after the other, is written once; those who have been told as
 * much as the one before get the same text, which a link may have ready.
 *
 * takes: messages · gives: their JSON
 */
export function createWriter(): (message: object) => string {
  let last: { readonly change: unknown; readonly tail: string } | undefined
  let whole: { readonly number: number; readonly tail: string; readonly text: string } | undefined
  return (message) => {
    if (!isUpdate(message)) return JSON.stringify(message)
    const { number, change } = message
    if (last?.change !== change) last = { change, tail: `,"change":${JSON.stringify(change)}}` }
    const { tail } = last
    if (whole?.tail !== tail || whole.number !== number)
      whole = { number, tail, text: `{"type":"update","number":${number}${tail}` }
    return whole.text
  }
}

const isUpdate = (
  message: object,
): message is { readonly type: 'update'; readonly number: number; readonly change: ViewChange } =>
  'change' in message
