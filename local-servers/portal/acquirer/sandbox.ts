import { CodedError } from '../../../src/errors/coded-error.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { Migration } from '../../kit/storage/migrations.ts';
import type { Acquirer, Authorisation, Card, DeclineReason } from './acquirer.ts';

/** Card numbers with a fixed outcome; any other number is declined as an unknown test card. */
export const testCards = {
  approved: '4242424242424242',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
} as const;

const declines: Readonly<Record<string, DeclineReason>> = {
  [testCards.declined]: 'declined',
  [testCards.insufficientFunds]: 'insufficient-funds',
};

export const sandboxMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'charges',
    sql: `CREATE TABLE charges (
      idempotency_key TEXT PRIMARY KEY,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      decline_reason TEXT,
      token TEXT UNIQUE,
      last_four TEXT NOT NULL,
      expiry_month BIGINT NOT NULL,
      expiry_year BIGINT NOT NULL,
      capture_key TEXT
    )`,
  },
];

interface ChargeRow {
  readonly decline_reason: DeclineReason | null;
  readonly token: string | null;
  readonly last_four: string;
  readonly expiry_month: number;
  readonly expiry_year: number;
  readonly capture_key: string | null;
}

/** An acquirer that moves no money. Its books are its own and outlive a crash of the portal, as a real one's would. */
export class SandboxAcquirer implements Acquirer {
  readonly #books: SqlDatabase;

  constructor(books: SqlDatabase) {
    this.#books = books;
  }

  async authorise(request: {
    amount: number;
    currency: string;
    card: Card;
    idempotencyKey: string;
  }): Promise<Authorisation> {
    const { amount, currency, card, idempotencyKey } = request;
    const reason = card.number === testCards.approved ? null : (declines[card.number] ?? 'unknown-test-card');
    await this.#books.run(
      `INSERT INTO charges
         (idempotency_key, amount, currency, decline_reason, token, last_four, expiry_month, expiry_year)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING`,
      idempotencyKey,
      amount,
      currency,
      reason,
      reason === null ? `card_${toBase64url(randomBytes(18))}` : null,
      card.number.slice(-4),
      card.expiry.month,
      card.expiry.year,
    );
    const outcome = await this.lookUp(idempotencyKey);
    if (outcome === undefined) throw new CodedError('server.internal', { detail: 'the charge was not written' });
    return outcome;
  }

  async lookUp(idempotencyKey: string): Promise<Authorisation | undefined> {
    const row = await this.#books.get<ChargeRow>('SELECT * FROM charges WHERE idempotency_key = ?', idempotencyKey);
    if (row === undefined) return undefined;
    if (row.token === null) return { outcome: 'declined', reason: row.decline_reason ?? 'declined' };
    const expiry = { month: row.expiry_month, year: row.expiry_year };
    return { outcome: 'approved', token: row.token, lastFour: row.last_four, expiry };
  }

  async capture(token: string, idempotencyKey: string): Promise<void> {
    const { changes } = await this.#books.run(
      'UPDATE charges SET capture_key = ? WHERE token = ? AND (capture_key IS NULL OR capture_key = ?)',
      idempotencyKey,
      token,
      idempotencyKey,
    );
    if (changes === 0)
      throw new CodedError('request.idempotency-conflict', { detail: 'unknown token, or captured before' });
  }
}
