import type { Message, MessageSummary } from '../../../src/contract/mailbox.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { Migration } from '../../kit/storage/migrations.ts';

/** Mails kept; the oldest go. */
const ceiling = 500;

export const mailboxMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'messages',
    sql: `
      CREATE TABLE messages (
        seq {{sequence}},
        id TEXT NOT NULL UNIQUE,
        sender TEXT NOT NULL,
        subject TEXT NOT NULL,
        received_at DOUBLE PRECISION NOT NULL,
        body TEXT NOT NULL
      );
      CREATE TABLE recipients (
        message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        place BIGINT NOT NULL,
        address TEXT NOT NULL,
        PRIMARY KEY (message_id, place)
      );
      CREATE INDEX recipients_by_address ON recipients (address);
    `,
  },
];

interface SummaryRow {
  readonly id: string;
  readonly sender: string;
  readonly subject: string;
  readonly received_at: number;
}

interface RecipientRow {
  readonly message_id: string;
  readonly address: string;
}

export class MessageStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** Resolves once the mail is on disk. */
  async add(message: Omit<Message, 'id'>): Promise<string> {
    const id = toBase64url(randomBytes(12));
    await this.#database.transaction(async (tx) => {
      await tx.run(
        'INSERT INTO messages (id, sender, subject, received_at, body) VALUES (?, ?, ?, ?, ?)',
        id,
        message.from,
        message.subject,
        message.receivedAt,
        message.text,
      );
      for (const [place, address] of message.to.entries()) {
        await tx.run('INSERT INTO recipients (message_id, place, address) VALUES (?, ?, ?)', id, place, address);
      }
      await tx.run('DELETE FROM messages WHERE seq <= (SELECT MAX(seq) FROM messages) - ?', ceiling);
    });
    return id;
  }

  /** The newest first; only those to `address` where it is given. */
  async list(address?: string): Promise<MessageSummary[]> {
    const columns = 'SELECT id, sender, subject, received_at FROM messages';
    const rows =
      address === undefined
        ? await this.#database.all<SummaryRow>(`${columns} ORDER BY seq DESC`)
        : await this.#database.all<SummaryRow>(
            `${columns} WHERE id IN (SELECT message_id FROM recipients WHERE address = ?) ORDER BY seq DESC`,
            normalAddress(address),
          );
    const recipients = await this.#database.all<RecipientRow>(
      'SELECT message_id, address FROM recipients ORDER BY message_id, place',
    );
    return rows.map((row) => summaryOf(row, recipients));
  }

  async find(id: string): Promise<Message | undefined> {
    const row = await this.#database.get<SummaryRow & { body: string }>(
      'SELECT id, sender, subject, received_at, body FROM messages WHERE id = ?',
      id,
    );
    if (row === undefined) return undefined;
    const recipients = await this.#database.all<RecipientRow>(
      'SELECT message_id, address FROM recipients WHERE message_id = ? ORDER BY place',
      id,
    );
    return { ...summaryOf(row, recipients), text: row.body };
  }
}

/** Addresses are compared without regard to case, as every mail system of today does. */
export function normalAddress(address: string): string {
  return address.trim().toLowerCase();
}

function summaryOf(row: SummaryRow, recipients: readonly RecipientRow[]): MessageSummary {
  return {
    id: row.id,
    from: row.sender,
    to: recipients.filter(({ message_id }) => message_id === row.id).map(({ address }) => address),
    subject: row.subject,
    receivedAt: row.received_at,
  };
}
