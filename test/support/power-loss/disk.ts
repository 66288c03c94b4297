import { basename, dirname } from 'node:path';
import type { Step } from './recording.ts';
import { FileContent, type FileChange } from './file-content.ts';

/** What a name may lead to. */
export type Node = FileNode | FolderNode | LinkNode;

export interface FileNode {
  readonly kind: 'file';
  /** What is on disk for certain. */
  readonly durable: FileContent;
  /** What was done since, in order, and never flushed. */
  pending: FileChange[];
}

export interface FolderNode {
  readonly kind: 'folder';
  /** As processes see it. */
  readonly live: Map<string, Node>;
  readonly durable: Map<string, Node>;
  /** Changes of names that were not flushed, in order. */
  pending: NameChange[];
}

export interface LinkNode {
  readonly kind: 'link';
  readonly words: string;
}

/** Names that come to lead elsewhere, or nowhere, at once. */
export interface NameChange {
  /** Grows over the whole disk. */
  readonly order: number;
  readonly names: Map<string, Node | undefined>;
  /** A file that moves to another folder is not gone from the old one before it is in the new one. */
  readonly after?: { readonly folder: FolderNode; readonly change: NameChange };
}

/**
 * A disk that follows a recording and keeps apart what is on it for certain and what a power cut may take: a file's bytes
 * and size last from its own fsync on, a name from its folder's.
 */
export class Disk {
  readonly root: FolderNode = newFolder();
  readonly #base: string;
  readonly #handles = new Map<string, Node>();
  #order = 0;

  /** @param base the recorded folder, which was there, and empty, when the recording began */
  constructor(base: string) {
    this.#base = base;
  }

  apply(step: Step): void {
    switch (step.kind) {
      case 'opened':
        return this.#open(step);
      case 'closed':
        this.#handles.delete(step.handle);
        return;
      case 'written':
        this.#file(step.handle).pending.push({ kind: 'write', offset: step.offset, bytes: step.bytes });
        return;
      case 'resized':
        this.#file(step.handle).pending.push({ kind: 'resize', size: step.size });
        return;
      case 'synced':
        return sync(this.#handles.get(step.handle));
      case 'renamed':
        return this.#rename(step.path, step.to);
      case 'linked':
        return this.#change(step.to, this.#find(step.path));
      case 'unlinked':
      case 'removed-folder':
        return this.#change(step.path, undefined);
      case 'made-folder':
        return this.#change(step.path, newFolder());
      case 'symlinked':
        return this.#change(step.path, { kind: 'link', words: step.words });
      case 'sent':
      case 'noted':
        return;
    }
  }

  #open({ handle, path, isNew, isCut }: Extract<Step, { kind: 'opened' }>): void {
    if (isNew) this.#change(path, { kind: 'file', durable: new FileContent(), pending: [] });
    const node = this.#find(path);
    if (isCut && !isNew && node.kind === 'file') node.pending.push({ kind: 'resize', size: 0 });
    this.#handles.set(handle, node);
  }

  #file(handle: string): FileNode {
    const node = this.#handles.get(handle);
    if (node?.kind !== 'file') throw new Error(`the recording writes to ${handle}, which is no open file`);
    return node;
  }

  #find(path: string): Node {
    if (path === this.#base) return this.root;
    const node = this.#folder(path).live.get(basename(path));
    if (node === undefined) throw new Error(`the recording has no ${path}`);
    return node;
  }

  /** The folder that a path's last name is in. */
  #folder(path: string): FolderNode {
    const folder = this.#find(dirname(path));
    if (folder.kind !== 'folder') throw new Error(`the recording has no folder ${dirname(path)}`);
    return folder;
  }

  #change(path: string, node: Node | undefined): void {
    this.#record(this.#folder(path), [[basename(path), node]]);
  }

  #rename(from: string, to: string): void {
    const node = this.#find(from);
    if (from === to) return;
    const [source, target] = [this.#folder(from), this.#folder(to)];
    const [here, gone] = [[basename(to), node] as const, [basename(from), undefined] as const];
    if (source === target) {
      this.#record(source, [gone, here]);
    } else {
      const change = this.#record(target, [here]);
      this.#record(source, [gone], { folder: target, change });
    }
  }

  #record(
    folder: FolderNode,
    names: readonly (readonly [string, Node | undefined])[],
    after?: NameChange['after'],
  ): NameChange {
    this.#order += 1;
    const change = { order: this.#order, names: new Map(names), ...(after === undefined ? {} : { after }) };
    setNames(folder.live, change);
    folder.pending.push(change);
    return change;
  }
}

function newFolder(): FolderNode {
  return { kind: 'folder', live: new Map(), durable: new Map(), pending: [] };
}

function sync(node: Node | undefined): void {
  if (node?.kind === 'file') {
    for (const change of node.pending.splice(0)) node.durable.apply(change);
  } else if (node?.kind === 'folder') {
    for (const change of node.pending.splice(0)) {
      if (change.after !== undefined) settle(change.after.folder, change.after.change);
      setNames(node.durable, change);
    }
  }
}

/** Makes one change last before its folder is flushed; older ones of the same names are history. */
function settle(folder: FolderNode, change: NameChange): void {
  const index = folder.pending.indexOf(change);
  if (index < 0) return;
  folder.pending.splice(index, 1);
  for (const { names } of folder.pending.slice(0, index)) for (const name of change.names.keys()) names.delete(name);
  setNames(folder.durable, change);
}

export function setNames(names: Map<string, Node>, change: NameChange): void {
  for (const [name, node] of change.names) {
    if (node === undefined) names.delete(name);
    else names.set(name, node);
  }
}
