import { RULES, type Rule } from '@askfirst/testing'

/**
 * Which rules a run looks at: `<rule>` for one alone, `not:<rule>` for all the others, all without.
 *
 * @throws RangeError for what is no rule: a run that looks at nothing would find nothing
 */
export function toLooked(text = ''): { rules?: readonly Rule[]; without?: readonly Rule[] } {
  if (text === '') return {}
  return text.startsWith('not:') ? { without: [toRule(text.slice(4))] } : { rules: [toRule(text)] }
}

function toRule(text: string): Rule {
  const rule = RULES.find((one) => String(one) === text)
  if (rule !== undefined) return rule
  throw new RangeError(
    `There is no rule "${text}". Leave it empty to look at all of them; they are: ${RULES.join(' · ')}`,
  )
}
