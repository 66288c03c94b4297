import { sha256Base64 } from '../../../src/protocol/hash.ts';
import type { SqliteConnection } from '../../kit/storage/sqlite-connection.ts';
import { buildSqliteFile } from '../../kit/storage/sqlite-file.ts';
import { Flattener, type KeyRange } from '../rules/flatten.ts';
import { groupKey, groupOf, type RuleGroup } from '../rules/group.ts';
import { hardwareNumberKey, hardwareNumberOf } from '../rules/hardware-number.ts';
import type { AllocationRule, AllocationTarget, RuleMatch } from '../rules/rule.ts';
import { compareWidths } from '../rules/specificity.ts';
import { spellServer, type ServerFacts } from '../rules/target-set.ts';
import { ruleFileFormat, ruleFileIndexes, ruleFileTables } from './rule-file-schema.ts';

/** Numbers of groups and of sets of servers that are kept while rows come in. */
const keptEntries = 100_000;
/** Rows between two words on how far the work is. */
const rowsPerWord = 1 << 16;

/** A set of servers as rows name it, and what it stands for. */
export interface SpelledTargets {
  readonly spelling: string;
  /** `digestOfTargets` of the servers themselves. */
  readonly digest: string;
}

export interface RowFault {
  readonly line: number;
  readonly problem: string;
}

/** Which rules say the same: 48 bits of a hash, for counting what a new table changes. */
export const digestOfRule = (match: RuleMatch, targets: string): string =>
  sha256Base64(`${groupKey(groupOf(match))} ${match.serials?.from ?? ''} ${match.serials?.to ?? ''} ${targets}`).slice(
    0,
    8,
  );

export const digestOfTargets = (targets: readonly AllocationTarget[]): string =>
  sha256Base64(targets.map(({ weight, ...facts }) => `${weight} ${spellServer(facts)}`).join('\n'));

/** Writes a file of rules: rows in any order, then `finish`. Memory does not grow with the rows. */
export class RuleFileBuilder {
  readonly #file: SqliteConnection;
  readonly #groups = new Map<string, number>();
  readonly #sets = new Map<string, number>();
  #rules = 0;

  /** @throws configuration.invalid where the file cannot be made */
  constructor(path: string) {
    this.#file = buildSqliteFile(path);
    this.#file.script(ruleFileTables);
  }

  get rules(): number {
    return this.#rules;
  }

  addServer(reference: string, facts: ServerFacts): void {
    this.#file.run('INSERT INTO servers (reference, content) VALUES (?, ?)', [reference, JSON.stringify(facts)]);
  }

  /** @param line where the rule stands; each rule has another one */
  add(line: number, { name, match }: Pick<AllocationRule, 'name' | 'match'>, targets: SpelledTargets): void {
    const { serials } = match;
    this.#file.run(
      'INSERT INTO rules (id, name, group_id, from_key, to_key, targets, digest) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        line,
        name,
        this.#groupId(groupOf(match)),
        serials === undefined ? null : hardwareNumberKey(serials.from),
        serials === undefined ? null : hardwareNumberKey(serials.to),
        this.#setId(targets.spelling),
        digestOfRule(match, targets.digest),
      ],
    );
    this.#rules += 1;
  }

  /** Sorts the names. @returns rules whose name an earlier line has, `limit` of them at most */
  indexNames(limit: number): RowFault[] {
    this.#file.script(ruleFileIndexes.names);
    const repeated = this.#file.all<{ line: number; name: string; first: number }>(
      `SELECT r.id AS line, r.name AS name, d.first AS first FROM rules r JOIN (
         SELECT name, min(id) AS first FROM rules GROUP BY name HAVING count(*) > 1 LIMIT ?
       ) d ON d.name = r.name AND d.first < r.id ORDER BY r.id LIMIT ?`,
      [limit, limit],
    );
    return repeated.map(({ line, name, first }) => ({ line, problem: `line ${first} has the name ${name} already` }));
  }

  /** Lays the ranges out side by side. @returns rules that overlap too many others, `limit` of them at most */
  layOutRanges(limit: number, onRows: (rows: number) => void): RowFault[] {
    const faults: RowFault[] = [];
    let group = 0;
    let stacks = 0;
    let rows = 0;
    const flattener = new Flattener({
      compare: (a, b) =>
        compareWidths(serialsOf(a), serialsOf(b)) || (this.#name(a.rule) < this.#name(b.rule) ? -1 : 1),
      onSegment: ({ from, to, rule, below }) =>
        this.#file.run('INSERT INTO segments (group_id, from_key, to_key, rule, below) VALUES (?, ?, ?, ?, ?)', [
          group,
          from,
          to,
          rule,
          below ?? null,
        ]),
      onStack: ({ rule, below }) => {
        this.#file.run('INSERT INTO stacks (id, rule, below) VALUES (?, ?, ?)', [(stacks += 1), rule, below ?? null]);
        return stacks;
      },
      onTooMany: ({ rule, from }) => {
        const problem = `too many ranges of these models overlap at ${hardwareNumberOf(from)}`;
        if (faults.length < limit) faults.push({ line: rule, problem });
      },
    });
    const sql = `SELECT id AS rule, group_id AS "group", from_key AS "from", to_key AS "to" FROM rules
      WHERE from_key IS NOT NULL ORDER BY group_id, from_key`;
    for (const row of this.#file.iterate<KeyRange & { readonly group: number }>(sql)) {
      if (row.group !== group) flattener.end();
      group = row.group;
      flattener.add(row);
      rows += 1;
      if (rows % rowsPerWord === 0) onRows(rows);
    }
    flattener.end();
    return faults;
  }

  /** The finished tables, for whoever compares them with others; nothing may be written any more. */
  seal(): SqliteConnection {
    this.#file.script(ruleFileIndexes.rest);
    this.#file.run('INSERT INTO facts (format, rules) VALUES (?, ?)', [ruleFileFormat, this.#rules]);
    this.#file.run('COMMIT');
    return this.#file;
  }

  close(): void {
    this.#file.close();
  }

  #name(rule: number): string {
    return this.#file.get<{ name: string }>('SELECT name FROM rules WHERE id = ?', [rule])?.name ?? '';
  }

  #groupId(group: RuleGroup): number {
    const key = groupKey(group);
    const kept = this.#groups.get(key);
    if (kept !== undefined) return kept;
    const { maker, model } = group;
    const values = [maker.form, maker.text, model.form, model.text];
    this.#file.run('INSERT OR IGNORE INTO groups (maker_form, maker, model_form, model) VALUES (?, ?, ?, ?)', values);
    return this.#keep(
      this.#groups,
      key,
      this.#file.get<{ id: number }>(
        'SELECT id FROM groups WHERE maker_form = ? AND maker = ? AND model_form = ? AND model = ?',
        values,
      ),
    );
  }

  #setId(spelling: string): number {
    const kept = this.#sets.get(spelling);
    if (kept !== undefined) return kept;
    this.#file.run('INSERT OR IGNORE INTO target_sets (spelling) VALUES (?)', [spelling]);
    const row = this.#file.get<{ id: number }>('SELECT id FROM target_sets WHERE spelling = ?', [spelling]);
    return this.#keep(this.#sets, spelling, row);
  }

  #keep(kept: Map<string, number>, key: string, row: { id: number } | undefined): number {
    if (row === undefined) throw new RangeError('a row that was just written is not there');
    if (kept.size >= keptEntries) kept.clear();
    kept.set(key, row.id);
    return row.id;
  }
}

const serialsOf = ({ from, to }: KeyRange): RuleMatch => ({
  serials: { from: hardwareNumberOf(from), to: hardwareNumberOf(to) },
});
