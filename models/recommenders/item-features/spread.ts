/** At most `limit` of the elements, evenly over the list: a sample that needs no chance. */
export function spread<Element>(elements: readonly Element[], limit: number): readonly Element[] {
  if (elements.length <= limit) return elements;
  const step = elements.length / limit;
  return Array.from({ length: limit }, (_, at) => elements[Math.floor(at * step)]).filter(
    (element) => element !== undefined,
  );
}
