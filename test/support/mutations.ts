import fc from 'fast-check';

/** Bytes near `original`: one changed, cut, extended, doubled or replaced altogether. */
export function mutatedBytes(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const index = fc.nat({ max: Math.max(original.length - 1, 0) });
  return fc.oneof(
    fc
      .tuple(index, fc.integer({ min: 1, max: 255 }))
      .map(([at, mask]) => Uint8Array.from(original, (byte, i) => (i === at ? byte ^ mask : byte))),
    index.map((at) => original.slice(0, at)),
    fc.uint8Array({ minLength: 1, maxLength: 8 }).map((tail) => Uint8Array.from([...original, ...tail])),
    index.map((at) => Uint8Array.from([...original.slice(0, at), ...original])),
    fc.uint8Array({ maxLength: 200 }),
  );
}

/** Values near `original` as JSON can say them: one place replaced, removed or added. */
export function mutatedJson(original: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(original);
  return fc
    .tuple(
      fc.nat({ max: places.length - 1 }),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('replace', 'remove', 'add'),
    )
    .map(([at, value, action]) => {
      const copy = structuredClone({ root: original }) as Record<string, unknown>;
      const path = ['root', ...(places[at] ?? [])];
      const last = path.pop() as string;
      const parent = path.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, copy);
      if (action === 'remove') delete parent[last];
      else if (action === 'add' && typeof parent[last] === 'object' && parent[last] !== null)
        Object.assign(parent[last], { unknown: value });
      else parent[last] = value;
      return copy['root'];
    });
}

function placesOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner).map((path) => [key, ...path]))];
}
