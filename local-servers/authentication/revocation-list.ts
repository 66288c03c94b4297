import { CsvError, parse } from 'csv-parse/sync';
import { Type } from 'typebox';
import { check } from '../../src/contract/check.ts';
import { Bytes, HardwareNumber, MakerId, ModelId } from '../../src/contract/primitives.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';

/** One device as a list of stolen ones names it: by its id, or by what the maker printed on it. */
export type NamedDevice =
  | { readonly deviceId: string }
  | { readonly makerId: string; readonly modelId: string | undefined; readonly hardwareNumber: string };

export interface ListedDevice {
  /** From 1, with the line of the columns. */
  readonly line: number;
  readonly device: NamedDevice;
}

export interface LineFault {
  readonly line: number;
  readonly problem: string;
}

/** What one transaction can revoke while everybody else waits. */
export const maximumListed = 20_000;
/** Characters of one row. */
const rowCeiling = 1_024;

const columns = ['deviceId', 'makerId', 'modelId', 'hardwareNumber'] as const;
type Column = (typeof columns)[number];

const ById = Type.Object({ deviceId: Bytes(16) }, { additionalProperties: false });
const ByNumber = Type.Object(
  { makerId: MakerId, modelId: Type.Optional(ModelId), hardwareNumber: HardwareNumber },
  { additionalProperties: false },
);

/**
 * Reads a list of devices from CSV (RFC 4180). Its first line names the columns: `deviceId`, or `makerId` and
 * `hardwareNumber` (and `modelId`, where a maker has one number twice), or all of them.
 * @throws request.malformed where it is no such list; what is wrong with single lines is given back
 */
export function readRevocationList(csv: string): { devices: ListedDevice[]; faults: LineFault[] } {
  const [header, ...rows] = rowsOf(csv);
  if (header === undefined) throw malformed('there is no line with columns');
  const places = placesOf(header.cells);
  if (rows.length > maximumListed) throw malformed(`more than ${maximumListed} devices: divide the list`);
  const devices: ListedDevice[] = [];
  const faults: LineFault[] = [];
  for (const { line, cells } of rows) {
    try {
      if (cells.length !== header.cells.length)
        throw malformed(`${cells.length} cells under ${header.cells.length} columns`);
      devices.push({ line, device: readDevice((column) => cells[places.get(column) ?? -1] ?? '') });
    } catch (error) {
      if (!hasCode(error, 'request.malformed')) throw error;
      faults.push({ line, problem: error.detail ?? error.message });
    }
  }
  return { devices, faults };
}

function rowsOf(csv: string): { line: number; cells: readonly string[] }[] {
  const rows: { line: number; cells: readonly string[] }[] = [];
  const onRecord = (cells: readonly string[], { lines }: { readonly lines: number }) => {
    rows.push({ line: lines, cells });
    return null;
  };
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
  try {
    parse(csv, { ...options, max_record_size: rowCeiling, on_record: onRecord });
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw malformed(`it is not CSV: ${cause.message}`, cause);
  }
}

function placesOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const unknown = header.find((name) => !(columns as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw malformed(`the first line names the columns, and there is none called "${unknown.slice(0, 64)}"`);
  if (new Set(header).size < header.length) throw malformed('the first line names a column twice');
  if (!header.includes('deviceId') && !(header.includes('makerId') && header.includes('hardwareNumber')))
    throw malformed('the first line lacks deviceId, or makerId and hardwareNumber');
  return new Map(header.map((name, index) => [name as Column, index]));
}

function readDevice(cell: (column: Column) => string): NamedDevice {
  const [deviceId, makerId, modelId, hardwareNumber] = columns.map(cell);
  const isNumbered = makerId !== '' || modelId !== '' || hardwareNumber !== '';
  if (deviceId !== '' && isNumbered) throw malformed('either a device id, or a maker id and a hardware number');
  if (deviceId !== '') return check(ById, { deviceId }, 'request.malformed');
  const named = { makerId, hardwareNumber, ...(modelId === '' ? {} : { modelId }) };
  return { modelId: undefined, ...check(ByNumber, named, 'request.malformed') };
}

function malformed(detail: string, cause?: unknown): CodedError {
  return new CodedError('request.malformed', { detail, cause });
}
