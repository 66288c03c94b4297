/** A sorted copy, on runtimes without `toSorted` (Node before 20). */
export function sorted<Item>(items: Iterable<Item>, compare: (a: Item, b: Item) => number): Item[] {
  const copy = [...items];
  copy.sort(compare);
  return copy;
}
