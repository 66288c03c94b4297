import type { SqlExecutor } from '../../kit/storage/database.ts';

/** A certificate that was issued: whose it is stands here alone, never in the certificate itself. */
export interface IssuedCertificate {
  readonly certificateId: Uint8Array;
  readonly deviceId: Uint8Array;
  readonly serviceId: string;
  /** In this server's own seconds. */
  readonly expiresAt: number;
}

export interface CertificateStore {
  add(certificate: IssuedCertificate): Promise<void>;
  find(certificateId: Uint8Array): Promise<IssuedCertificate | undefined>;
  /** B4: uses the certificate up for this check, once. @returns false where another check has used it */
  use(certificateId: Uint8Array, checkId: Uint8Array): Promise<boolean>;
  purge(expiredBefore: number): Promise<void>;
}

interface CertificateRow {
  readonly certificate_id: Uint8Array;
  readonly device_id: Uint8Array;
  readonly service_id: string;
  readonly expires_at: number;
}

export class SqlCertificateStore implements CertificateStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async add({ certificateId, deviceId, serviceId, expiresAt }: IssuedCertificate): Promise<void> {
    await this.#sql.run(
      'INSERT INTO certificates (certificate_id, device_id, service_id, expires_at) VALUES (?, ?, ?, ?)',
      certificateId,
      deviceId,
      serviceId,
      expiresAt,
    );
  }

  async find(certificateId: Uint8Array): Promise<IssuedCertificate | undefined> {
    const row = await this.#sql.get<CertificateRow>(
      'SELECT certificate_id, device_id, service_id, expires_at FROM certificates WHERE certificate_id = ?',
      certificateId,
    );
    return (
      row && {
        certificateId: row.certificate_id,
        deviceId: row.device_id,
        serviceId: row.service_id,
        expiresAt: row.expires_at,
      }
    );
  }

  async use(certificateId: Uint8Array, checkId: Uint8Array): Promise<boolean> {
    // One statement, so that of two checks at the same time (in two processes) only one finds the certificate unused.
    const { changes } = await this.#sql.run(
      'UPDATE certificates SET check_id = ? WHERE certificate_id = ? AND (check_id IS NULL OR check_id = ?)',
      checkId,
      certificateId,
      checkId,
    );
    return changes > 0;
  }

  async purge(expiredBefore: number): Promise<void> {
    await this.#sql.run('DELETE FROM certificates WHERE expires_at < ?', expiredBefore);
  }
}
