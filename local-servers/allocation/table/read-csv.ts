import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { CodedError } from '../../../src/errors/coded-error.ts';

/** Characters of one row, quotes and all; the longest sensible one has 32 servers. */
const rowCeiling = 16_384;

/**
 * Reads CSV (RFC 4180, UTF-8) row by row, holding one at a time.
 * @param onRow gets the cells and the line, from 1; where it throws, the reading ends
 * @throws request.malformed with the line where quotes do not fit, or a row is too long
 */
export async function readCsv(
  source: Readable,
  onRow: (cells: readonly string[], line: number) => void,
): Promise<void> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowCeiling,
    on_record: (cells, { lines }) => {
      onRow(cells, lines);
      // Taken already: nothing queues up behind.
      return null;
    },
  });
  try {
    // Nothing comes out; reading is what makes it go on.
    parser.resume();
    await pipeline(source, parser);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = 'lines' in cause ? Number(cause['lines']) : undefined;
    const detail = `line ${line ?? '?'} is not CSV: ${cause.message}`;
    throw new CodedError('request.malformed', { detail, cause, ...(line === undefined ? {} : { info: { line } }) });
  }
}
