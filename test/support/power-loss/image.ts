import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setNames, type Disk, type FileNode, type FolderNode, type NameChange, type Node } from './disk.ts';
import type { FileContent } from './file-content.ts';
import type { SeededRandom } from './random.ts';

/**
 * What a disk holds after a crash:
 * - `killed`: all, since only the process died
 * - `dropped`: what was flushed, and nothing else
 * - `names`: every name, as a journaling file system may have it, with files that were not flushed at their size but empty
 * - `journal`: names up to some moment, and any part of the unflushed bytes
 * - `torn`: any of the unflushed names, and any part of the unflushed bytes
 */
export const crashKinds = ['dropped', 'names', 'journal', 'torn', 'killed'] as const;
export type CrashKind = (typeof crashKinds)[number];

/** What a power cut writes whole or not at all; file systems and disks differ in it. */
const sectorSizes = [512, 4096];

/** Puts the disk as a crash leaves it into `folder`, which must not be there. */
export function writeImage(disk: Disk, kind: CrashKind, random: SeededRandom, folder: string): void {
  new Crash(kind, random, latestOrder(disk.root)).write(disk.root, folder);
}

class Crash {
  readonly #kind: CrashKind;
  readonly #random: SeededRandom;
  /** The last change of a name that a journal kept. */
  readonly #lastOrder: number;
  readonly #kept = new Map<NameChange, boolean>();
  /** A file with two names is one file. */
  readonly #contents = new Map<FileNode, Uint8Array>();

  constructor(kind: CrashKind, random: SeededRandom, latest: number) {
    this.#kind = kind;
    this.#random = random;
    this.#lastOrder = random.below(latest + 1);
  }

  write(node: Node, path: string): void {
    if (node.kind === 'link') return symlinkSync(node.words, path);
    if (node.kind === 'file') return writeFileSync(path, this.#contentOf(node), { mode: 0o600 });
    mkdirSync(path, { mode: 0o700 });
    for (const [name, child] of this.#namesIn(node)) this.write(child, join(path, name));
  }

  #namesIn(folder: FolderNode): Map<string, Node> {
    if (this.#kind === 'killed' || this.#kind === 'names') return folder.live;
    const names = new Map(folder.durable);
    const kept = folder.pending.filter((change) => this.#keeps(change));
    for (const change of kept) setNames(names, change);
    return names;
  }

  #keeps(change: NameChange): boolean {
    const known = this.#kept.get(change);
    if (known !== undefined) return known;
    const keeps =
      (change.after === undefined || this.#hasMoved(change.after)) &&
      (this.#kind === 'journal' ? change.order <= this.#lastOrder : this.#kind === 'torn' && this.#random.coin());
    this.#kept.set(change, keeps);
    return keeps;
  }

  #hasMoved({ folder, change }: NonNullable<NameChange['after']>): boolean {
    return !folder.pending.includes(change) || this.#keeps(change);
  }

  #contentOf(file: FileNode): Uint8Array {
    let content = this.#contents.get(file);
    if (content === undefined) {
      content = file.pending.length === 0 || this.#kind === 'dropped' ? file.durable.bytes : this.#crashed(file);
      this.#contents.set(file, content);
    }
    return content;
  }

  #crashed(file: FileNode): Uint8Array {
    const live = file.durable.copy();
    for (const change of file.pending) live.apply(change);
    if (this.#kind === 'killed') return live.bytes;
    const content = file.durable.copy();
    if (this.#kind !== 'names') this.#applySome(content, file);
    // The size is metadata: it may be on disk before the bytes, which then read as zero.
    if (this.#kind === 'names' || this.#random.below(4) === 0) content.resize(live.size);
    return content.bytes;
  }

  /** None, all, the first few, or any of the unflushed changes, each of them whole or in part. */
  #applySome(content: FileContent, { pending }: FileNode): void {
    const how = this.#random.pick(['none', 'all', 'first', 'any'] as const);
    const end = how === 'first' ? this.#random.below(pending.length + 1) : pending.length;
    for (const [index, change] of pending.entries()) {
      if (how === 'none' || index >= end || (how === 'any' && this.#random.coin())) continue;
      const isTorn = change.kind === 'write' && (how === 'any' || (how === 'first' && index === end - 1));
      if (isTorn) this.#applyTorn(content, change.offset, change.bytes);
      else content.apply(change);
    }
  }

  #applyTorn(content: FileContent, offset: number, bytes: Uint8Array): void {
    const sector = this.#random.pick(sectorSizes);
    const inOrder = this.#random.coin();
    for (let at = offset; at < offset + bytes.byteLength;) {
      const next = Math.min((Math.floor(at / sector) + 1) * sector, offset + bytes.byteLength);
      if (this.#random.coin()) {
        content.apply({ kind: 'write', offset: at, bytes: bytes.subarray(at - offset, next - offset) });
      } else if (inOrder) {
        return;
      }
      at = next;
    }
  }
}

function latestOrder(folder: FolderNode): number {
  const below = [...folder.live.values()].flatMap((node) => (node.kind === 'folder' ? [latestOrder(node)] : []));
  return Math.max(0, ...folder.pending.map(({ order }) => order), ...below);
}
