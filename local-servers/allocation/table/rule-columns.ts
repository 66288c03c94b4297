import { CodedError } from '../../../src/errors/coded-error.ts';
import { checkNameAndMatch, type AllocationRule } from '../rules/rule.ts';

/** The columns of a table of rules as CSV (RFC 4180). An empty cell, like an absent column, restricts nothing. */
export const columns = [
  'name',
  'makerId',
  'makerPrefix',
  'modelId',
  'modelPrefix',
  'serialFrom',
  'serialTo',
  'servers',
] as const;
type Column = (typeof columns)[number];

/** A row as it is read: everything but what the names of the servers stand for. */
export interface ReadRow extends Pick<AllocationRule, 'name' | 'match'> {
  readonly servers: string;
}

/** Reads rows under one header. */
export class RowReader {
  readonly #places: Readonly<Record<Column, number>>;
  readonly #width: number;

  /** @throws request.malformed where the header names an unknown column, one twice, or lacks a needed one */
  constructor(header: readonly string[]) {
    const unknown = header.find((name) => !(columns as readonly string[]).includes(name));
    if (unknown !== undefined) {
      throw malformed(
        `the first line names the columns, and there is none called ${JSON.stringify(unknown.slice(0, 64))}`,
      );
    }
    if (new Set(header).size < header.length) throw malformed('the first line names a column twice');
    for (const needed of ['name', 'servers'] as const) {
      if (!header.includes(needed)) throw malformed(`the first line lacks the column ${needed}`);
    }
    this.#places = Object.fromEntries(columns.map((name) => [name, header.indexOf(name)])) as Record<Column, number>;
    this.#width = header.length;
  }

  /** @throws request.malformed */
  read(cells: readonly string[]): ReadRow {
    if (cells.length !== this.#width) throw malformed(`${cells.length} cells under ${this.#width} columns`);
    const [from, to] = [this.#cell(cells, 'serialFrom'), this.#cell(cells, 'serialTo')];
    if ((from === '') !== (to === '')) throw malformed('a range of hardware numbers needs both ends');
    const match: Record<string, unknown> = {};
    for (const name of ['makerId', 'makerPrefix', 'modelId', 'modelPrefix'] as const) {
      const cell = this.#cell(cells, name);
      if (cell !== '') match[name] = cell;
    }
    if (from !== '') match['serials'] = { from, to };
    return { ...checkNameAndMatch({ name: this.#cell(cells, 'name'), match }), servers: this.#cell(cells, 'servers') };
  }

  #cell(cells: readonly string[], column: Column): string {
    return cells[this.#places[column]] ?? '';
  }
}

export const writeRow = ({ name, match }: AllocationRule, servers: string): string[] => [
  name,
  match.makerId ?? '',
  match.makerPrefix ?? '',
  match.modelId ?? '',
  match.modelPrefix ?? '',
  match.serials?.from ?? '',
  match.serials?.to ?? '',
  servers,
];

function malformed(detail: string): CodedError {
  return new CodedError('request.malformed', { detail });
}
