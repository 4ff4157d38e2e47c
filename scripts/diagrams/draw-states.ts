import type { States } from './walk-meetings.ts'

/** Which arrows a drawing has, where one with all of them could not be read. */
export type IsDrawn = (from: string, to: string) => boolean

/** A Mermaid state diagram in a fenced block, the same text for the same states. */
export function drawStates({ all, first, changes }: States, isDrawn: IsDrawn = () => true): string {
  const order = Object.keys(all)
  const at = (state = '') => order.indexOf(state)
  const arrows = [...changes]
    .map(([key, causes]) => ({
      from: key.split('>')[0] ?? '',
      to: key.split('>')[1] ?? '',
      causes: [...causes].sort(),
    }))
    .filter(({ from, to }) => isDrawn(from, to))
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
