import { supportedProtocolVersions } from '../../src/contract/protocol-version.ts';
import { CodedError } from '../../src/errors/coded-error.ts';

const isSupported = (asked: unknown) => supportedProtocolVersions.some((version) => String(version) === asked);

/** `asked` is the field that names the version; absent, the address alone says it. @throws protocol.version-unsupported */
export function assertVersion(asked: unknown): void {
  if (asked !== undefined && !isSupported(asked)) throw versionUnsupported();
}

/** An address of a version that this server does not speak parts in words; any other is not there. */
export function notFound(url: string): CodedError {
  const version = /^\/v(\d+)\//.exec(url)?.[1];
  return version === undefined || isSupported(version) ? new CodedError('request.not-found') : versionUnsupported();
}

const versionUnsupported = () =>
  new CodedError('protocol.version-unsupported', { info: { supported: supportedProtocolVersions } });
