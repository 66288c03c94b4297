/** Appends an unsigned LEB128 number below 2^53 to `out`. */
export function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}

/** Reads unsigned LEB128 numbers one after another; `undefined` where the bytes end or the number exceeds 2^53. */
export function varintReader(bytes: Uint8Array): () => number | undefined {
  let position = 0;
  return () => {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 8; length++) {
      const byte = bytes[position++];
      if (byte === undefined) return undefined;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? value : undefined;
      scale *= 0x80;
    }
    return undefined;
  };
}
