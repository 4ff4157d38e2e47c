import type { RecordedEntry } from '@askfirst/core'

/** An entry in words: what happened, and what else there is to know about it. */
export function sayEntry(entry: RecordedEntry): { readonly what: string; readonly detail: string } {
  switch (entry.type) {
    case 'wish': {
      const options = Object.entries(entry.options).map(([key, value]) => `${key} ${sayValue(value)}`)
      return { what: `Wish: ${entry.wish}`, detail: join(entry.feature, ...options) }
    }
    case 'reply': {
      const { rejection, tookMs, to } = entry
      const answer = rejection === undefined ? 'done' : `rejected, ${rejection.code}`
      const when = `after ${Math.round(tookMs)} ms, to entry ${to}`
      return { what: `Reply: ${entry.wish} ${answer}`, detail: join(entry.feature, when, rejection?.message) }
    }
    case 'view': {
      const gates = Object.entries(entry.gates).map(([ask, gate]) => `${ask} ${gate}`)
      return {
        what: `View: ${entry.feature}`,
        detail: join(
          `phase ${entry.phase}`,
          `answer ${entry.answer}`,
          `standing ${entry.standing}`,
          ...gates,
        ),
      }
    }
    case 'connection':
      return {
        what: `Connection: ${entry.status}`,
        detail: join(entry.refusal?.code, entry.refusal?.message),
      }
    case 'device':
      return { what: `Device: ${entry.place}`, detail: `indicator ${entry.indicator}` }
    case 'gate':
      return { what: `Gate ${entry.open ? 'opened' : 'closed'}: ${entry.ask}`, detail: entry.feature }
  }
}

const join = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ')

const sayValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
