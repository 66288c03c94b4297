import { Type, type Static } from 'typebox';

/** Counts up when files of an older program cannot be read any more. */
export const ruleFileFormat = 1;

/*
 * A table of rules as a file that is written once. A look-up finds the terminal's group of rules for each shape in the
 * table, then in its segments the one that the hardware number lies in: each step is a seek in an index.
 */
export const ruleFileTables = `
  CREATE TABLE facts (format INTEGER NOT NULL, rules INTEGER NOT NULL);
  -- Servers by the names that rows use, each as JSON; and the weighted sets of them that rules lead to.
  CREATE TABLE servers (reference TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE target_sets (id INTEGER PRIMARY KEY, spelling TEXT NOT NULL UNIQUE);
  CREATE TABLE groups (
    id INTEGER PRIMARY KEY, maker_form INTEGER NOT NULL, maker TEXT NOT NULL, model_form INTEGER NOT NULL,
    model TEXT NOT NULL, UNIQUE (maker_form, maker, model_form, model)
  );
  CREATE TABLE shapes (
    maker_form INTEGER NOT NULL, maker_length INTEGER NOT NULL, model_form INTEGER NOT NULL, model_length INTEGER NOT NULL
  );
  -- The id is the line that the rule stood in. The keys are NULL where all hardware numbers are meant.
  CREATE TABLE rules (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, group_id INTEGER NOT NULL, from_key TEXT, to_key TEXT,
    targets INTEGER NOT NULL, digest TEXT NOT NULL
  );
  CREATE TABLE segments (
    group_id INTEGER NOT NULL, from_key TEXT NOT NULL, to_key TEXT NOT NULL, rule INTEGER NOT NULL, below INTEGER,
    PRIMARY KEY (group_id, from_key)
  ) WITHOUT ROWID;
  CREATE TABLE stacks (id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, below INTEGER);
`;

/** Made when all rows are there: sorting them once is faster than keeping order row by row. */
export const ruleFileIndexes = {
  // The digest stands in the index so that two tables are compared without reading either.
  names: 'CREATE INDEX rules_by_name ON rules (name, digest)',
  rest: `
    CREATE INDEX open_rules ON rules (group_id, name) WHERE from_key IS NULL;
    CREATE INDEX groups_by_model ON groups (model_form, model, maker_form);
    INSERT INTO shapes SELECT DISTINCT
      maker_form, CASE maker_form WHEN 1 THEN length(maker) ELSE 0 END,
      model_form, CASE model_form WHEN 1 THEN length(model) ELSE 0 END FROM groups;
  `,
} as const;

const FormNumber = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]);
const RowId = Type.Integer({ minimum: 1 });
/** A hardware number behind one character for its length. */
const Key = Type.String({ minLength: 2, maxLength: 65 });

export const FactsRow = Type.Object({ format: Type.Integer(), rules: Type.Integer({ minimum: 0 }) });
export const ShapeRow = Type.Object({
  makerForm: FormNumber,
  makerLength: Type.Integer({ minimum: 0, maximum: 64 }),
  modelForm: FormNumber,
  modelLength: Type.Integer({ minimum: 0, maximum: 64 }),
});
export const GroupRow = Type.Object({
  makerForm: FormNumber,
  maker: Type.String(),
  modelForm: FormNumber,
  model: Type.String(),
});
export const SegmentRow = Type.Object({ to: Key, rule: RowId, below: Type.Union([RowId, Type.Null()]) });
export type SegmentRow = Static<typeof SegmentRow>;
export const StackRow = Type.Object({ rule: RowId, below: Type.Union([RowId, Type.Null()]) });
export const RuleRow = Type.Object({
  name: Type.String(),
  groupId: RowId,
  from: Type.Union([Key, Type.Null()]),
  to: Type.Union([Key, Type.Null()]),
  targets: RowId,
});
export type RuleRow = Static<typeof RuleRow>;
export const SpellingRow = Type.Object({ spelling: Type.String({ minLength: 1 }) });
export const ServerRow = Type.Object({ reference: Type.String(), content: Type.String() });
export const ContentRow = Type.Object({ content: Type.String() });
