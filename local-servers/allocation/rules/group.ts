import type { RuleMatch } from './rule.ts';
import type { Told } from './match.ts';

/** How a rule names makers or models: all of them, by a prefix, or one exactly. A higher form is more specific. */
export const forms = { any: 0, prefix: 1, exact: 2 } as const;
export type Form = (typeof forms)[keyof typeof forms];

/** One side of what a rule is for; the text is empty where the form is `any`. */
export interface Pattern {
  readonly form: Form;
  readonly text: string;
}

/** The makers and models that a rule is for. All rules of one group differ in their hardware numbers alone. */
export interface RuleGroup {
  readonly maker: Pattern;
  readonly model: Pattern;
}

/**
 * What groups have in common that look alike: forms, and the lengths of prefixes (0 for the other forms). A terminal
 * lies in at most one group of each shape, so a look-up takes as many steps as a table has shapes: a handful.
 */
export interface Shape {
  readonly makerForm: Form;
  readonly makerLength: number;
  readonly modelForm: Form;
  readonly modelLength: number;
}

const pattern = (exact: string | undefined, prefix: string | undefined): Pattern =>
  exact !== undefined
    ? { form: forms.exact, text: exact }
    : prefix !== undefined
      ? { form: forms.prefix, text: prefix }
      : { form: forms.any, text: '' };

export const groupOf = ({ makerId, makerPrefix, modelId, modelPrefix }: RuleMatch): RuleGroup => ({
  maker: pattern(makerId, makerPrefix),
  model: pattern(modelId, modelPrefix),
});

/** What `groupOf` was made from, hardware numbers apart. */
export const matchOf = ({ maker, model }: RuleGroup): RuleMatch => ({
  ...(maker.form === forms.exact ? { makerId: maker.text } : {}),
  ...(maker.form === forms.prefix ? { makerPrefix: maker.text } : {}),
  ...(model.form === forms.exact ? { modelId: model.text } : {}),
  ...(model.form === forms.prefix ? { modelPrefix: model.text } : {}),
});

/** One spelling for each group; ids hold no spaces. */
export const groupKey = ({ maker, model }: RuleGroup): string =>
  `${maker.form} ${maker.text} ${model.form} ${model.text}`;

const lengthOf = ({ form, text }: Pattern) => (form === forms.prefix ? text.length : 0);

export const shapeOf = ({ maker, model }: RuleGroup): Shape => ({
  makerForm: maker.form,
  makerLength: lengthOf(maker),
  modelForm: model.form,
  modelLength: lengthOf(model),
});

/** Orders shapes as `compareSpecificity` orders their rules: by maker, then by model, the longer prefix first. */
export const compareShapes = (a: Shape, b: Shape): number =>
  b.makerForm - a.makerForm ||
  b.makerLength - a.makerLength ||
  b.modelForm - a.modelForm ||
  b.modelLength - a.modelLength;

/** The one text of a form and length that an id has; undefined where it has none. */
function patternOf(form: Form, length: number, id: string | undefined): Pattern | undefined {
  if (form === forms.any) return { form, text: '' };
  if (id === undefined) return undefined;
  if (form === forms.exact) return { form, text: id };
  return id.length < length ? undefined : { form, text: id.slice(0, length) };
}

export const makerPatternOf = ({ makerForm, makerLength }: Shape, makerId: string): Pattern | undefined =>
  patternOf(makerForm, makerLength, makerId);

export const modelPatternOf = ({ modelForm, modelLength }: Shape, { modelId }: Told): Pattern | undefined =>
  patternOf(modelForm, modelLength, modelId);
