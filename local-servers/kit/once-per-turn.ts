/**
 * A look-up that all who ask in one turn of the event loop share: the busier the server, the more requests one look-up
 * serves, and nobody gets an answer that is older than the turn in which it was asked for.
 */
export function oncePerTurn<Value>(lookUp: () => Promise<Value>): () => Promise<Value> {
  let current: Promise<Value> | undefined;
  return () => {
    if (current === undefined) {
      current = lookUp();
      setImmediate(() => {
        current = undefined;
      });
    }
    return current;
  };
}
