/** @typedef {import('./rules.js').Import} Import */

/**
 * Circles among files; an import of types alone counts, since a reader has to walk it too.
 * @param {readonly Import[]} imports
 * @returns {Import[][]} each circle once, as the imports that close it
 */
export function circles(imports) {
  const edges = byFile(imports.filter((found) => found.kind === 'file'));
  /** @type {Import[][]} */
  const rings = [];
  /** @type {Map<string, 'open' | 'done'>} */
  const state = new Map();
  /** @param {string} file @param {readonly Import[]} trail */
  const visit = (file, trail) => {
    state.set(file, 'open');
    for (const edge of edges.get(file) ?? []) {
      const way = [...trail, edge];
      if (state.get(edge.to) === 'open') rings.push(way.slice(way.findIndex((step) => step.from === edge.to)));
      else if (!state.has(edge.to)) visit(edge.to, way);
    }
    state.set(file, 'done');
  };
  for (const file of edges.keys()) if (!state.has(file)) visit(file, []);
  return rings;
}

/**
 * The shortest way at run time from files that `starts` accepts to an import that `ends` accepts.
 * @param {readonly Import[]} imports
 * @param {(file: string) => boolean} starts
 * @param {(found: Import) => boolean} ends
 * @returns {Import[][]} one way for each import that ends one
 */
export function waysTo(imports, starts, ends) {
  const edges = byFile(imports.filter((found) => !found.typeOnly));
  /** @type {{ file: string, trail: Import[] }[]} */
  const queue = [...edges.keys()].filter(starts).map((file) => ({ file, trail: [] }));
  const seen = new Set(queue.map(({ file }) => file));
  /** @type {Import[][]} */
  const ways = [];
  for (const { file, trail } of queue) {
    for (const edge of edges.get(file) ?? []) {
      if (ends(edge)) ways.push([...trail, edge]);
      if (edge.kind !== 'file' || seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push({ file: edge.to, trail: [...trail, edge] });
    }
  }
  return ways;
}

/** @param {readonly Import[]} imports */
function byFile(imports) {
  /** @type {Map<string, Import[]>} */
  const edges = new Map();
  for (const found of imports) edges.set(found.from, [...(edges.get(found.from) ?? []), found]);
  return edges;
}
