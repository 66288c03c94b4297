/** @throws RangeError where there is nothing to draw from */
export function drawn<T>(things: readonly T[]): T {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new RangeError('nothing to draw from');
  return thing;
}
