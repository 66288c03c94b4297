import type { Static, TSchema } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { decodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import type { SqlValue } from '../../kit/storage/database.ts';
import type { SqliteConnection } from '../../kit/storage/sqlite-connection.ts';
import { openSqliteFile } from '../../kit/storage/sqlite-file.ts';
import {
  compareShapes,
  forms,
  groupKey,
  makerPatternOf,
  matchOf,
  modelPatternOf,
  type Pattern,
  type RuleGroup,
  type Shape,
} from '../rules/group.ts';
import { hardwareNumberKey, hardwareNumberOf } from '../rules/hardware-number.ts';
import type { Told } from '../rules/match.ts';
import {
  checkNameAndMatch,
  checkTargets,
  type AllocationRule,
  type AllocationTarget,
  type RuleMatch,
} from '../rules/rule.ts';
import type { RuleSource } from '../rules/rule-source.ts';
import { readTargetSet, ServerFacts } from '../rules/target-set.ts';
import {
  ContentRow,
  FactsRow,
  GroupRow,
  ruleFileFormat,
  RuleRow,
  SegmentRow,
  ServerRow,
  ShapeRow,
  SpellingRow,
  StackRow,
} from './rule-file-schema.ts';

/** Groups and sets of servers that are kept in memory, of each kind; when there are more, keeping begins anew. */
const keptEntries = 4_096;

/** An imported table. Every reading throws configuration.invalid where the file is damaged. */
export class FileRules implements RuleSource {
  readonly count: number;
  readonly #file: SqliteConnection;
  readonly #shapes: readonly Shape[];
  readonly #groups = new Map<string, number | undefined>();
  readonly #matches = new Map<number, RuleMatch>();
  readonly #targets = new Map<number, AllocationTarget[]>();

  /** @throws configuration.invalid where the file is not there, or of a newer program */
  constructor(path: string) {
    this.#file = openSqliteFile(path);
    try {
      const { format, rules } = this.#one(FactsRow, 'SELECT format, rules FROM facts') ?? damaged('it is not finished');
      if (format !== ruleFileFormat) damaged(`its format is ${format}, not ${ruleFileFormat}`);
      this.count = rules;
      const shapes = this.#file.all(
        `SELECT maker_form AS makerForm, maker_length AS makerLength, model_form AS modelForm,
           model_length AS modelLength FROM shapes LIMIT 10000`,
        [],
      );
      this.#shapes = shapes.map((row) => check(ShapeRow, row, 'configuration.invalid')).toSorted(compareShapes);
    } catch (error) {
      this.#file.close();
      throw asDamage(error);
    }
  }

  close(): void {
    this.#file.close();
  }

  *candidates(told: Told): Iterable<AllocationRule> {
    for (const shape of this.#shapes) {
      const model = modelPatternOf(shape, told);
      if (model === undefined) continue;
      for (const group of this.#groupsOf(shape, told.makerId, model)) {
        for (const id of this.#rulesAt(group, told.hardwareNumber)) yield this.#rule(id);
      }
    }
  }

  *namesForMaker(makerId: string): Iterable<string> {
    const makers = new Map<string, Pattern>();
    for (const shape of this.#shapes) {
      const maker = makerPatternOf(shape, makerId);
      if (maker !== undefined) makers.set(`${maker.form} ${maker.text}`, maker);
    }
    for (const { form, text } of makers.values()) {
      const groups = this.#rows<{ id: number }>('SELECT id FROM groups WHERE maker_form = ? AND maker = ?', form, text);
      for (const { id } of groups) for (const rule of this.#rulesOfGroup(id)) yield this.#ruleRow(rule).name;
    }
  }

  find(name: string): AllocationRule | undefined {
    const row = this.#row<{ id: number }>('SELECT id FROM rules WHERE name = ?', name);
    return row === undefined ? undefined : this.#rule(row.id);
  }

  *all(): Iterable<AllocationRule> {
    for (const { id } of this.#rows<{ id: number }>('SELECT id FROM rules ORDER BY id')) yield this.#rule(id);
  }

  /** The servers that the table knows, each under the name that its rows use. */
  servers(): Map<string, ServerFacts> {
    const rows = [...this.#rows<unknown>('SELECT reference, content FROM servers')];
    return new Map(
      rows.map((row) => {
        const { reference, content } = check(ServerRow, row, 'configuration.invalid');
        return [reference, readServer(content)];
      }),
    );
  }

  *#groupsOf(shape: Shape, makerId: string | undefined, model: Pattern): Iterable<number> {
    if (makerId === undefined) {
      // A server that is not told the maker answers for those that its rules name.
      if (shape.makerForm !== forms.exact) return;
      const sql = `SELECT id FROM groups
        WHERE model_form = ? AND model = ? AND maker_form = ? AND id > ? ORDER BY id LIMIT 1`;
      for (let after = 0; ;) {
        const row = this.#row<{ id: number }>(sql, model.form, model.text, forms.exact, after);
        if (row === undefined) return;
        if (!(row.id > after)) damaged('its index of groups leads back');
        yield row.id;
        after = row.id;
      }
    }
    const maker = makerPatternOf(shape, makerId);
    const group = maker === undefined ? undefined : this.#groupId({ maker, model });
    if (group !== undefined) yield group;
  }

  #groupId(group: RuleGroup): number | undefined {
    const key = groupKey(group);
    if (this.#groups.has(key)) return this.#groups.get(key);
    const { maker, model } = group;
    const id = this.#row<{ id: number }>(
      'SELECT id FROM groups WHERE maker_form = ? AND maker = ? AND model_form = ? AND model = ?',
      maker.form,
      maker.text,
      model.form,
      model.text,
    )?.id;
    return keep(this.#groups, key, id);
  }

  /** The rules of a group that are for a hardware number: those with ranges, the narrowest first, then those for all. */
  *#rulesAt(group: number, hardwareNumber: string | undefined): Iterable<number> {
    if (hardwareNumber !== undefined) {
      const key = hardwareNumberKey(hardwareNumber);
      const segment = this.#one(
        SegmentRow,
        `SELECT to_key AS "to", rule, below FROM segments
         WHERE group_id = ? AND from_key <= ? ORDER BY from_key DESC LIMIT 1`,
        group,
        key,
      );
      if (segment !== undefined && key <= segment.to) yield* this.#stack(segment);
    }
    yield* this.#openRules(group);
  }

  *#stack({ rule, below }: Pick<SegmentRow, 'rule' | 'below'>): Iterable<number> {
    yield rule;
    for (let next = below; next !== null;) {
      const stack = this.#one(StackRow, 'SELECT rule, below FROM stacks WHERE id = ?', next);
      // A stack is made before those that lie on it, so that a damaged one cannot lead around in a circle.
      if (stack === undefined || (stack.below !== null && stack.below >= next)) return damaged('a stack leads nowhere');
      yield stack.rule;
      next = stack.below;
    }
  }

  *#openRules(group: number): Iterable<number> {
    const sql = `SELECT id, name FROM rules
      WHERE group_id = ? AND from_key IS NULL AND name > ? ORDER BY name LIMIT 1`;
    for (let after = ''; ;) {
      const row = this.#row<{ id: number; name: string }>(sql, group, after);
      if (row === undefined) return;
      if (!(row.name > after)) damaged('its index of open rules leads back');
      yield row.id;
      after = row.name;
    }
  }

  *#rulesOfGroup(group: number): Iterable<number> {
    const sql = 'SELECT rule, below FROM segments WHERE group_id = ? ORDER BY from_key';
    for (const row of this.#rows<SegmentRow>(sql, group)) yield* this.#stack(row);
    yield* this.#openRules(group);
  }

  #ruleRow(id: number): RuleRow {
    const sql = `SELECT name, group_id AS "groupId", from_key AS "from", to_key AS "to", targets FROM rules WHERE id = ?`;
    return this.#one(RuleRow, sql, id) ?? damaged(`rule ${id} is not there`);
  }

  #rule(id: number): AllocationRule {
    const { name, groupId, from, to, targets } = this.#ruleRow(id);
    const match = {
      ...this.#groupMatch(groupId),
      ...(from === null || to === null ? {} : { serials: { from: hardwareNumberOf(from), to: hardwareNumberOf(to) } }),
    };
    return whole(() => ({ ...checkNameAndMatch({ name, match }), targets: this.#targetSet(targets) }));
  }

  #groupMatch(id: number): RuleMatch {
    const kept = this.#matches.get(id);
    if (kept !== undefined) return kept;
    const sql = `SELECT maker_form AS "makerForm", maker, model_form AS "modelForm", model FROM groups WHERE id = ?`;
    const row = this.#one(GroupRow, sql, id) ?? damaged(`group ${id} is not there`);
    const [maker, model] = [
      { form: row.makerForm, text: row.maker },
      { form: row.modelForm, text: row.model },
    ];
    return keep(this.#matches, id, matchOf({ maker, model }));
  }

  #targetSet(id: number): AllocationTarget[] {
    const kept = this.#targets.get(id);
    if (kept !== undefined) return kept;
    const sql = 'SELECT spelling FROM target_sets WHERE id = ?';
    const { spelling } = this.#one(SpellingRow, sql, id) ?? damaged(`the set of servers ${id} is not there`);
    const targets = readTargetSet(spelling).map(({ reference, weight }) => {
      const found = this.#one(ContentRow, 'SELECT content FROM servers WHERE reference = ?', reference);
      return { ...readServer((found ?? damaged(`server ${reference} is not there`)).content), weight };
    });
    return keep(this.#targets, id, checkTargets(targets));
  }

  #one<Schema extends TSchema>(schema: Schema, sql: string, ...values: SqlValue[]): Static<Schema> | undefined {
    const row = this.#row<unknown>(sql, ...values);
    return row === undefined ? undefined : check(schema, row, 'configuration.invalid');
  }

  #row<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return whole(() => this.#file.get<Row>(sql, values));
  }

  *#rows<Row>(sql: string, ...values: SqlValue[]): Generator<Row, void, undefined> {
    try {
      yield* this.#file.iterate<Row>(sql, values);
    } catch (error) {
      throw asDamage(error);
    }
  }
}

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): Value {
  if (kept.size >= keptEntries) kept.clear();
  kept.set(key, value);
  return value;
}

const readServer = (content: string): ServerFacts =>
  check(ServerFacts, decodeJson(utf8(content), 'configuration.invalid'), 'configuration.invalid');

/** Runs a reading whose every error says that the file is damaged. */
function whole<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw asDamage(error);
  }
}

function asDamage(cause: unknown): CodedError {
  if (cause instanceof CodedError && cause.code === 'configuration.invalid') return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CodedError('configuration.invalid', { detail: `the imported table is damaged: ${reason}`, cause });
}

function damaged(reason: string): never {
  throw new CodedError('configuration.invalid', { detail: `the imported table is damaged: ${reason}` });
}
