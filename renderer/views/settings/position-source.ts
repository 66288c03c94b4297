import type { PositionSource } from '../../../src/contract/screen/settings.ts';

/** What is typed about a source of positions. */
export interface SourceDraft {
  readonly kind: PositionSource['kind'];
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

/** @returns the source, or the name of what is wrong with it */
export const positionSourceOf = ({
  kind,
  host,
  port,
  path,
}: SourceDraft): PositionSource | 'host' | 'port' | 'path' => {
  if (kind === 'none') return { kind };
  if (kind === 'nmea') return path.trim() === '' ? 'path' : { kind, path: path.trim() };
  if (host.trim() === '') return 'host';
  if (!/^[0-9]{1,5}$/u.test(port)) return 'port';
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { kind, host: host.trim(), port: number } : 'port';
};
