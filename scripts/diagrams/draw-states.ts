import type { States } from './walk-meetings.ts'

/** A Mermaid state diagram in a fenced block, the same text for the same states. */
export function drawStates({ all, first, changes }: States): string {
  const order = Object.keys(all)
  const at = (state = '') => order.indexOf(state)
  const arrows = [...changes]
    .map(([key, causes]) => ({ from: key.split('>')[0], to: key.split('>')[1], causes: [...causes].sort() }))
    .sort((one, other) => at(one.from) - at(other.from) || at(one.to) - at(other.to))
  const lines = [
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...arrows.map(({ from, to, causes }) => `  ${from} --> ${to}: ${causes.join(', ')}`),
  ]
  const never = order.filter((state) => all[state] === 'never').map((state) => `\`${state}\``)
  const drawing = ['```mermaid', ...lines, '```']
  if (never.length > 0) drawing.push('', `Not reached in this version: ${never.join(', ')}.`)
  return drawing.join('\n')
}
