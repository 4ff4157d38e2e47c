// takes: what was announced, and a name · gives: whether it names that, in the way of the language
// never: tells two sentences apart by case or punctuation: what stands in a sentence has other ones than a title

/** Letters and numbers in one case, and a space for whatever is between them. */
function toPlain(said: string, lang: string): string {
  const plain = said.normalize('NFKC').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
  // There and back: ß is SS then, and İ and I are the letters that Turkish has for them.
  return plain.toLocaleUpperCase(lang).toLocaleLowerCase(lang).trim()
}

/** Whether what was said names it: the same words in the same order. Other languages may write no space before the next. */
export function namesIt(said: string, name: string, lang: string): boolean {
  const known = toKnown(lang)
  return toPlain(said, known).includes(toPlain(name, known))
}

/** A tag that can be asked in; English for what is none. */
function toKnown(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
