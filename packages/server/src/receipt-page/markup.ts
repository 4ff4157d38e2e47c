/** Text that is markup: nothing else is put into a page as it is. */
export interface Markup {
  readonly markup: string
}
type Part = Markup | string | number | undefined | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** HTML with everything that is put in escaped, in text as in quoted attributes. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.map((text, at) => text + write(parts[at])).join(''),
})

function write(part: Part): string {
  if (part === undefined) return ''
  if (Array.isArray(part)) return part.map(write).join('')
  if (typeof part === 'object') return (part as Markup).markup
  return String(part).replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}
