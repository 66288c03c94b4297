import type { MapTarget } from '../../../src/maps/map-target.ts';
import type { RoleName } from '../../../src/maps/tuf/metadata.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { Artefact, MapStore, StoredFile } from './map-store.ts';

export class SqlMapStore implements MapStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async secret(name: string): Promise<Uint8Array | undefined> {
    const row = await this.#sql.get<{ sealed: Uint8Array }>('SELECT sealed FROM secrets WHERE name = ?', name);
    return row?.sealed;
  }

  async saveSecret(name: string, sealed: Uint8Array): Promise<void> {
    await this.#sql.run(
      'INSERT INTO secrets (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed',
      name,
      sealed,
    );
  }

  async regionKey(regionId: string): Promise<Uint8Array | undefined> {
    const row = await this.#sql.get<{ sealed_key: Uint8Array }>(
      'SELECT sealed_key FROM regions WHERE id = ?',
      regionId,
    );
    return row?.sealed_key;
  }

  async addRegion(regionId: string, sealedKey: Uint8Array): Promise<void> {
    await this.#sql.run(
      'INSERT INTO regions (id, sealed_key) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
      regionId,
      sealedKey,
    );
  }

  async publishedRegions(): Promise<{ id: string; targets: string[] }[]> {
    const rows = await this.#sql.all<{ region_id: string; target: string }>(
      "SELECT region_id, target FROM artefacts WHERE state = 'current' ORDER BY region_id, target",
    );
    const regions = new Map<string, string[]>();
    for (const { region_id: id, target } of rows) regions.set(id, [...(regions.get(id) ?? []), target]);
    return [...regions].map(([id, targets]) => ({ id, targets }));
  }

  async metadata(role: RoleName, version?: number): Promise<StoredFile | undefined> {
    if (version === undefined) {
      return this.#sql.get<StoredFile>(
        'SELECT version, bytes FROM metadata WHERE role = ? ORDER BY version DESC LIMIT 1',
        role,
      );
    }
    return this.#sql.get<StoredFile>(
      'SELECT version, bytes FROM metadata WHERE role = ? AND version = ?',
      role,
      version,
    );
  }

  async saveMetadata(role: RoleName, version: number, bytes: Uint8Array): Promise<void> {
    await this.#sql.run(
      `INSERT INTO metadata (role, version, bytes) VALUES (?, ?, ?)
       ON CONFLICT (role, version) DO UPDATE SET bytes = excluded.bytes`,
      role,
      version,
      bytes,
    );
  }

  async dropMetadata(role: RoleName, version: number): Promise<void> {
    await this.#sql.run('DELETE FROM metadata WHERE role = ? AND version < ?', role, version);
  }

  async regionOfChunk(chunkId: string): Promise<string | undefined> {
    const row = await this.#sql.get<{ region_id: string }>('SELECT region_id FROM chunks WHERE id = ?', chunkId);
    return row?.region_id;
  }

  async beginArtefact({ id, target, regionId }: Artefact, now: number): Promise<void> {
    await this.#sql.run(
      "INSERT INTO artefacts (id, target, region_id, state, touched_at) VALUES (?, ?, ?, 'preparing', ?)",
      id,
      target,
      regionId,
      now,
    );
  }

  async useChunks({ id, regionId }: Artefact, chunkIds: readonly string[], now: number): Promise<boolean> {
    const { changes } = await this.#sql.run('UPDATE artefacts SET touched_at = ? WHERE id = ?', now, id);
    if (changes === 0) return false;
    for (const chunkId of chunkIds) {
      await this.#sql.run(
        'INSERT INTO chunks (id, region_id) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
        chunkId,
        regionId,
      );
      await this.#sql.run(
        'INSERT INTO artefact_chunks (artefact_id, chunk_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
        id,
        chunkId,
      );
    }
    return true;
  }

  async completeArtefact({ id, target }: Artefact, facts: MapTarget, now: number): Promise<boolean> {
    await this.#sql.run("DELETE FROM artefacts WHERE target = ? AND state = 'previous'", target);
    await this.#sql.run(
      "UPDATE artefacts SET state = 'previous', touched_at = ? WHERE target = ? AND state = 'current'",
      now,
      target,
    );
    const { changes } = await this.#sql.run(
      "UPDATE artefacts SET state = 'current', facts = ?, touched_at = ? WHERE id = ? AND state = 'preparing'",
      JSON.stringify(facts),
      now,
      id,
    );
    return changes === 1;
  }

  async currentArtefact(target: string): Promise<MapTarget | undefined> {
    const row = await this.#sql.get<{ facts: string }>(
      "SELECT facts FROM artefacts WHERE target = ? AND state = 'current'",
      target,
    );
    // Written by completeArtefact alone.
    return row === undefined ? undefined : (JSON.parse(row.facts) as MapTarget);
  }

  async dropArtefactsUntouchedSince(time: number): Promise<void> {
    await this.#sql.run("DELETE FROM artefacts WHERE state = 'preparing' AND touched_at < ?", time);
  }

  async dropArtefact(id: string): Promise<void> {
    await this.#sql.run("DELETE FROM artefacts WHERE id = ? AND state = 'preparing'", id);
  }

  async unusedChunks(limit: number): Promise<string[]> {
    const rows = await this.#sql.all<{ id: string }>(
      `SELECT id FROM chunks
       WHERE NOT EXISTS (SELECT 1 FROM artefact_chunks WHERE artefact_chunks.chunk_id = chunks.id) LIMIT ?`,
      limit,
    );
    return rows.map(({ id }) => id);
  }

  async dropChunks(chunkIds: readonly string[]): Promise<void> {
    for (const id of chunkIds) await this.#sql.run('DELETE FROM chunks WHERE id = ?', id);
  }
}
