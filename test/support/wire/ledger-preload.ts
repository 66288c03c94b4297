/*
 * Loaded into every process of a recorded run, before its first module (`node --import`). It writes down, into a private
 * file, each key that goes into or comes out of a primitive of node:crypto, and what the kernel carried for each TCP
 * socket: so the eavesdropper's list has the keys that no disk ever sees, and its recording something to be measured
 * against, without a hook in the product. Fails loudly where Node's insides are others than it knows.
 */
import { createHook } from 'node:async_hooks';
import crypto, { KeyObject } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { KeyEntry, LedgerEntry, SocketEntry } from './ledger.ts';

const folder = process.env['NAVITERM_TEST_LEDGER'];
if (folder === undefined) throw new Error('NAVITERM_TEST_LEDGER names no folder');
const file = join(folder, `${process.pid}-${threadId}.jsonl`);
const write = (entry: LedgerEntry) => appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
write({ type: 'process', pid: process.pid, program: process.argv.slice(1) });

// --- keys

type Call = (this: unknown, ...args: unknown[]) => unknown;
const functions = crypto as unknown as Record<string, Call>;
const seen = new Set<string>();

/** Keys of several parts (outputs of Noise's HKDF, a key beside another) count part by part. */
function keep(use: KeyEntry['use'], value: unknown, label = ''): void {
  const bytes = bytesOf(value);
  const partBytes = bytes.byteLength % 32 === 0 ? 32 : bytes.byteLength;
  for (let at = 0; at < bytes.byteLength; at += partBytes) {
    const hex = bytes.subarray(at, at + partBytes).toString('hex');
    const known = `${use} ${label} ${hex}`;
    if (seen.has(known)) continue;
    seen.add(known);
    write({ type: 'key', use, label, hex });
  }
}

function bytesOf(value: unknown): Buffer {
  if (value instanceof KeyObject) {
    if (value.type === 'public') return Buffer.alloc(0);
    if (value.type === 'secret') return value.export();
    // Only what RFC 8410 ends with its 32 raw bytes is made here; any other key is kept whole.
    const der = value.export({ format: 'der', type: 'pkcs8' });
    return value.asymmetricKeyType === 'x25519' || value.asymmetricKeyType === 'ed25519' ? der.subarray(-32) : der;
  }
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'string') return Buffer.from(value);
  throw new TypeError('a key of another kind than the ledger knows');
}

function watch(name: string, look: (args: readonly unknown[], result: unknown) => void): void {
  const original = functions[name];
  if (typeof original !== 'function') throw new Error(`node:crypto has no ${name}`);
  functions[name] = function (this: unknown, ...args: unknown[]) {
    const result = original.apply(this, args);
    look(args, result);
    return result;
  };
}

watch('hkdfSync', ([, input, , info], output) => {
  keep('hkdf input', input);
  keep('hkdf output', output, bytesOf(info).toString('latin1'));
});
watch('createHmac', ([, key]) => keep('mac', key));
watch('createCipheriv', ([, key]) => keep('cipher', key));
watch('createDecipheriv', ([, key]) => keep('cipher', key));
watch('createSecretKey', (_, key) => keep('secret key', key));
watch('createPrivateKey', (_, key) => keep('private key', key));
watch('generateKeyPairSync', (_, pair) => {
  const { privateKey, publicKey } = pair as crypto.KeyPairKeyObjectResult;
  keep('private key', privateKey);
  keep('public key', publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
});
watch('diffieHellman', (_, shared) => keep('agreement', shared));
syncBuiltinESMExports();

// --- sockets

/** Node's own handle of a TCP socket; its counters are filled where bytes come from and go to the kernel. */
interface TcpHandle {
  readonly bytesRead: number;
  readonly bytesWritten: number;
  getsockname(out: object): number;
  getpeername(out: object): number;
  readStart(): number;
  close(...args: unknown[]): unknown;
}

const open = new Map<TcpHandle, Pick<SocketEntry, 'local' | 'remote'>>();

function names(handle: TcpHandle): void {
  const known = open.get(handle);
  if (known === undefined || known.remote !== '') return;
  const local: { address?: string; port?: number } = {};
  const remote: typeof local = {};
  if (handle.getsockname(local) !== 0 || handle.getpeername(remote) !== 0) return;
  open.set(handle, { local: `${local.address}:${local.port}`, remote: `${remote.address}:${remote.port}` });
}

function settle(handle: TcpHandle): void {
  names(handle);
  const known = open.get(handle);
  if (known === undefined) return;
  open.delete(handle);
  write({ type: 'socket', ...known, read: handle.bytesRead, written: handle.bytesWritten });
}

createHook({
  init(_id, type, _trigger, resource) {
    // A kept connection that is taken up again is announced by a wrapper; its handle is known already.
    if (type !== 'TCPWRAP' || !('readStart' in resource)) return;
    const handle = resource as TcpHandle;
    open.set(handle, { local: '', remote: '' });
    const readStart = handle.readStart.bind(handle);
    const close = handle.close.bind(handle);
    handle.readStart = function () {
      names(handle);
      return readStart();
    };
    handle.close = function (...args) {
      settle(handle);
      return close(...args);
    };
  },
}).enable();
process.on('exit', () => {
  for (const handle of open.keys()) settle(handle);
  write({ type: 'end' });
});
