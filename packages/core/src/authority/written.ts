import type { ViewChange } from '../protocol/server-messages.ts'

/**
 * Writes messages as text. What is said to a crowd, one after the other, is written once.
 *
 * takes: messages · gives: their JSON
 */
export function createWriter(): (message: object) => string {
  let last: { readonly change: unknown; readonly text: string } | undefined
  return (message) => {
    if (!isUpdate(message)) return JSON.stringify(message)
    const { number, change } = message
    if (last?.change !== change) last = { change, text: JSON.stringify(change) }
    return `{"type":"update","number":${number},"change":${last.text}}`
  }
}

const isUpdate = (
  message: object,
): message is { readonly type: 'update'; readonly number: number; readonly change: ViewChange } =>
  'change' in message
