/** Cuts a stream of bytes into lines of ASCII, with a ceiling: of a longer line nothing is kept, up to its end. */
export class LineSplitter {
  readonly #ceiling: number;
  #line = '';
  #tooLong = false;

  /** @param ceiling bytes of a line, its end not counted */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  /** @returns the lines that end in these bytes, without their ends; bytes beyond ASCII as U+FFFD */
  push(bytes: Uint8Array): readonly string[] {
    const lines: string[] = [];
    for (const byte of bytes) {
      if (byte === 0x0a || byte === 0x0d) {
        if (this.#line !== '' && !this.#tooLong) lines.push(this.#line);
        this.#line = '';
        this.#tooLong = false;
      } else if (this.#line.length < this.#ceiling) {
        this.#line += byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
      } else this.#tooLong = true;
    }
    return lines;
  }
}
