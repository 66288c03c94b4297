import { decodeJson, encodeJson, toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../../src/protocol/sealing-at-rest.ts';
import { BackgroundWork } from '../../kit/background.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { Logger } from '../../kit/logging.ts';
import type { SqlDatabase, SqlExecutor } from '../../kit/storage/database.ts';
import type { Mail, MailText, SendMail } from './mail.ts';

/** Seconds between rounds where nothing was added. */
const roundSeconds = 5;
const mailsPerRound = 20;
/** Seconds until the second try; it doubles from there. */
const firstPause = 5;
const longestPause = 1_800;
/** Seconds after which a mail that never went out is given up, with the password that it may hold. */
const giveUpAfter = 3 * 86_400;

interface OutboxRow {
  readonly id: string;
  readonly sealed: Uint8Array;
  readonly attempts: number;
  readonly created_at: number;
}

export interface OutboxParts {
  readonly database: SqlDatabase;
  readonly masterKey: Uint8Array;
  readonly send: SendMail;
  readonly clock: ServerClock;
  readonly logger: Logger;
}

/** Mail on its way out: sealed at rest, sent at least once, deleted when it is sent. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #work: BackgroundWork;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#work = new BackgroundWork(() => this.#round(), roundSeconds, parts.logger);
  }

  /** Queues a mail in the transaction of what it tells about. */
  async add(tx: SqlExecutor, to: string, text: MailText): Promise<void> {
    const { masterKey, clock } = this.#parts;
    const id = toBase64url(randomBytes(12));
    const mail: Mail = { to, ...text };
    await tx.run(
      'INSERT INTO outbox (id, sealed, attempts, next_try_at, created_at) VALUES (?, ?, 0, ?, ?)',
      id,
      sealAtRest(masterKey, labelOf(id), encodeJson(mail)),
      clock.now(),
      clock.now(),
    );
  }

  /** Sends soon what is queued, instead of at the next round. */
  hurry(): void {
    void this.#work.run();
  }

  /** Resolves when everything that was due has been tried once. */
  round(): Promise<void> {
    return this.#work.run();
  }

  close(): Promise<void> {
    return this.#work.stop();
  }

  async #round(): Promise<void> {
    const { database, clock } = this.#parts;
    const due = await database.all<OutboxRow>(
      'SELECT id, sealed, attempts, created_at FROM outbox WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?',
      clock.now(),
      mailsPerRound,
    );
    for (const row of due) await this.#trySending(row);
  }

  async #trySending(row: OutboxRow): Promise<void> {
    const { database, masterKey, send, clock, logger } = this.#parts;
    try {
      const mail = decodeJson(openAtRest(masterKey, labelOf(row.id), row.sealed), 'server.internal') as Mail;
      await send(mail);
    } catch (error) {
      if (clock.now() - row.created_at > giveUpAfter) {
        logger.error({ err: error, mail: row.id }, 'a mail was given up');
        await this.#forget(row);
        return;
      }
      const pause = Math.min(firstPause * 2 ** row.attempts, longestPause);
      logger.warn({ err: error, mail: row.id, pause }, 'a mail could not be sent; it is tried again');
      await database.run(
        'UPDATE outbox SET attempts = attempts + 1, next_try_at = ? WHERE id = ?',
        clock.now() + pause,
        row.id,
      );
      return;
    }
    await this.#forget(row);
  }

  async #forget(row: OutboxRow): Promise<void> {
    await this.#parts.database.run('DELETE FROM outbox WHERE id = ?', row.id);
  }
}

const labelOf = (id: string) => `outbox:${id}`;
