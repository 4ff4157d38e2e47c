import type { Rule } from '@askfirst/testing'

/** Which rules a run looks at: `<rule>` for one alone, `not:<rule>` for all the others, all without. */
export function toLooked(text = ''): { rules?: readonly Rule[]; without?: readonly Rule[] } {
  if (text === '') return {}
  return text.startsWith('not:') ? { without: [toRule(text.slice(4))] } : { rules: [toRule(text)] }
}

function toRule(text: string): Rule {
  return (Number.isNaN(Number(text)) ? text : Number(text)) as Rule
}
