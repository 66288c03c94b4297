/** What is done to a file's bytes. */
export type FileChange =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'resize'; readonly size: number };

/** The bytes of a file; holes are zero. */
export class FileContent {
  #room: Uint8Array = new Uint8Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#size);
  }

  apply(change: FileChange): void {
    if (change.kind === 'resize') return this.resize(change.size);
    const { offset, bytes } = change;
    if (offset + bytes.byteLength > this.#size) this.resize(offset + bytes.byteLength);
    this.#room.set(bytes, offset);
  }

  resize(size: number): void {
    if (size > this.#room.byteLength) {
      const room = new Uint8Array(size * 2);
      room.set(this.bytes);
      this.#room = room;
    }
    this.#room.fill(0, Math.min(size, this.#size), this.#size);
    this.#size = size;
  }

  copy(): FileContent {
    const copy = new FileContent();
    copy.apply({ kind: 'write', offset: 0, bytes: this.bytes });
    return copy;
  }
}
