/**
 * Leaves out the sentences that name somebody who is in the meeting and not in the notes: others may speak of them,
 * the summary does not. Any part of a name counts, so a sentence too many is dropped rather than one too few.
 */
export function withoutAbsentNames(
  sentences: readonly string[],
  { present, included }: { readonly present: Iterable<string>; readonly included: Iterable<string> },
): string[] {
  const named = new Set([...included].flatMap(toParts))
  const absent = [...present].flatMap(toParts).filter((part) => !named.has(part))
  return sentences.filter((sentence) => {
    const words = new Set(toParts(sentence))
    return !absent.some((part) => words.has(part))
  })
}

const toParts = (text: string) => text.toLocaleLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []
