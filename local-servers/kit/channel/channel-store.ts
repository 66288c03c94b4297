import { decodeJson, encodeJson } from '../../../src/protocol/bytes.ts';
import {
  decodeChannelState,
  encodeChannelState,
  type ChannelState,
} from '../../../src/protocol/channel/server-channel.ts';
import { StateSealer } from '../../../src/protocol/state-sealer.ts';
import type { SqlExecutor } from '../storage/database.ts';

/** The table behind channels; the first migration of every role that answers any. */
export const channelTables = `
  CREATE TABLE channels (
    id {{blob}} PRIMARY KEY,
    state {{blob}} NOT NULL,
    counter BIGINT NOT NULL,
    request_hash {{blob}} NOT NULL,
    reply {{blob}} NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL
  );
  CREATE INDEX channels_by_expiry ON channels (expires_at);
`;

export interface ChannelRow {
  readonly state: Uint8Array;
  readonly counter: number;
  readonly request_hash: Uint8Array;
  readonly reply: Uint8Array;
}

/** What the last message of a channel left behind; counter -1 stands for a channel that only its cookie knows. */
export function findChannel(sql: SqlExecutor, id: Uint8Array, now: number): Promise<ChannelRow | undefined> {
  return sql.get<ChannelRow>(
    'SELECT state, counter, request_hash, reply FROM channels WHERE id = ? AND expires_at > ?',
    id,
    now,
  );
}

export async function saveChannel(sql: SqlExecutor, id: Uint8Array, row: ChannelRow, expiresAt: number): Promise<void> {
  await sql.run(
    `INSERT INTO channels (id, state, counter, request_hash, reply, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, counter = excluded.counter,
       request_hash = excluded.request_hash, reply = excluded.reply, expires_at = excluded.expires_at`,
    id,
    row.state,
    row.counter,
    row.request_hash,
    row.reply,
    expiresAt,
  );
}

export async function purgeChannels(sql: SqlExecutor, now: number): Promise<void> {
  await sql.run('DELETE FROM channels WHERE expires_at <= ?', now);
}

/** Seals the states of a server's channels; its processes share the master key. */
export class ChannelSealer {
  readonly #sealers: Readonly<Record<'cookie' | 'channel', StateSealer>>;

  constructor(masterKey: Uint8Array) {
    const sealer = (use: 'cookie' | 'channel') => new StateSealer(masterKey, use, 'channel.unknown');
    this.#sealers = { cookie: sealer('cookie'), channel: sealer('channel') };
  }

  seal(use: 'cookie' | 'channel', state: ChannelState, expiresAt: number): Uint8Array {
    return this.#sealers[use].seal(encodeJson(encodeChannelState(state, expiresAt)));
  }

  /** @throws channel.unknown */
  open(use: 'cookie' | 'channel', sealed: Uint8Array): { state: ChannelState; expiresAt: number } {
    return decodeChannelState(decodeJson(this.#sealers[use].open(sealed), 'channel.unknown'));
  }
}
