import type { SeenVersions } from '../../../src/allocation/versions.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';

/** B4: a terminal's key that this service admits, for as long as the certificate behind it lives. */
export interface Admission {
  /** Ed25519, base64url. */
  readonly deviceKey: string;
  /** The device as this service alone knows it. */
  readonly pseudonym: string;
  readonly authenticationServer: string;
  /** In this server's own seconds. */
  readonly expiresAt: number;
}

export interface AdmissionStore {
  find(deviceKey: string): Promise<Admission | undefined>;
  /** Replaces what the key had before. */
  save(admission: Admission): Promise<void>;
  purge(now: number): Promise<void>;
  /** G2: the highest version of each link that this service has seen. */
  seenVersions(): Promise<SeenVersions>;
  /** Remembers versions; one that is higher already stays. */
  noteVersions(seen: SeenVersions): Promise<void>;
}

interface AdmissionRow {
  readonly device_key: string;
  readonly pseudonym: string;
  readonly authentication_server: string;
  readonly expires_at: number;
}

export class SqlAdmissionStore implements AdmissionStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async find(deviceKey: string): Promise<Admission | undefined> {
    const row = await this.#sql.get<AdmissionRow>(
      'SELECT device_key, pseudonym, authentication_server, expires_at FROM admissions WHERE device_key = ?',
      deviceKey,
    );
    if (row === undefined) return undefined;
    return {
      deviceKey: row.device_key,
      pseudonym: row.pseudonym,
      authenticationServer: row.authentication_server,
      expiresAt: row.expires_at,
    };
  }

  async save({ deviceKey, pseudonym, authenticationServer, expiresAt }: Admission): Promise<void> {
    await this.#sql.run(
      `INSERT INTO admissions (device_key, pseudonym, authentication_server, expires_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (device_key) DO UPDATE SET pseudonym = excluded.pseudonym,
         authentication_server = excluded.authentication_server, expires_at = excluded.expires_at`,
      deviceKey,
      pseudonym,
      authenticationServer,
      expiresAt,
    );
  }

  async purge(now: number): Promise<void> {
    await this.#sql.run('DELETE FROM admissions WHERE expires_at <= ?', now);
  }

  async seenVersions(): Promise<SeenVersions> {
    const rows = await this.#sql.all<{ link: string; version: number }>('SELECT link, version FROM seen_versions');
    return Object.fromEntries(rows.map(({ link, version }) => [link, version]));
  }

  async noteVersions(seen: SeenVersions): Promise<void> {
    for (const [link, version] of Object.entries(seen)) {
      await this.#sql.run(
        `INSERT INTO seen_versions (link, version) VALUES (?, ?)
         ON CONFLICT (link) DO UPDATE SET version = excluded.version WHERE excluded.version > seen_versions.version`,
        link,
        version,
      );
    }
  }
}
