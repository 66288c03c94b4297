/**
 * A look-up that all who ask in one turn of the event loop share: the busier the server, the more requests one look-up
 * serves, and nobody gets an answer that is older than the turn in which it was asked for. What has been found is given
 * at once.
 */
export function oncePerTurn<Value>(lookUp: () => Promise<Value>): () => Value | Promise<Value> {
  let looking: Promise<Value> | undefined;
  let found: { readonly value: Value } | undefined;
  return () => {
    if (found !== undefined) return found.value;
    if (looking !== undefined) return looking;
    let isOver = false;
    setImmediate(() => {
      isOver = true;
      looking = undefined;
      found = undefined;
    });
    looking = lookUp().then((value) => {
      if (!isOver) found = { value };
      return value;
    });
    return looking;
  };
}
