/** The one scheme and host that pages, what belongs to them, and installed maps come from. */
export const scheme = 'naviterm';
const host = 'terminal';
export const origin = `${scheme}://${host}`;

const longestAddress = 2_048;
const segmentPattern = /^[A-Za-z0-9_~-][A-Za-z0-9._~@-]*$/;
const digestPattern = /^[0-9a-f]{64}$/;

export type Address =
  | { readonly kind: 'page'; readonly path: readonly string[] }
  /** `/maps/<region>/<file>?v=<sha256>`; the version is what the screen was told last. */
  | { readonly kind: 'map'; readonly target: string; readonly version: string | undefined };

/** Where an address leads; undefined where it can lead nowhere. No segment can begin with a dot or hide a separator. */
export function readAddress(text: string): Address | undefined {
  if (text.length > longestAddress) return undefined;
  const [, path, query] = /^naviterm:\/\/terminal\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/.exec(text) ?? [];
  if (path === undefined) return undefined;
  const segments = path === '' ? ['index.html'] : path.split('/');
  if (!segments.every((segment) => segmentPattern.test(segment))) return undefined;
  if (segments[0] !== 'maps') return { kind: 'page', path: segments };
  if (segments.length !== 3) return undefined;
  const version = /^v=(.+)$/.exec(query ?? '')?.[1];
  if (version !== undefined && !digestPattern.test(version)) return undefined;
  return { kind: 'map', target: segments.slice(1).join('/'), version };
}

/** @param target `<region>/<file>` @param version SHA-256 of the installed file */
export const mapAddress = (target: string, version: string): string => `${origin}/maps/${target}?v=${version}`;

export const isOwnAddress = (url: string): boolean => url.startsWith(`${origin}/`);
