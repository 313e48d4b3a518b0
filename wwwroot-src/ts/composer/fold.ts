/**
 * A text as it is looked for: without case, and syllables taken apart, so that the half-written 기 finds 김. A consonant
 * that stands alone at the end is the next syllable's beginning.
 */
export function fold(text: string): string {
  return text.replace(/[ㄱ-ㅎ]$/u, "").normalize("NFKD").toLocaleLowerCase();
}
