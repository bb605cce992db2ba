/** Cuts a text into the words that full-text search compares: letters and digits, in lower case. */
export function analyse(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}
