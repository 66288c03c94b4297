import type { HttpRequest } from '../../src/protocol/transport.ts';

/** As long as the shortest id; longer than any word of the protocol in a body, even with some characters alike by chance. */
const runBytes = 16;

/** Every run of bytes in what a terminal said: bodies, and what its signatures are under. */
export function saidRuns(requests: Iterable<Pick<HttpRequest, 'body' | 'headers'>>): Set<string> {
  const runs = new Set<string>();
  for (const { body, headers } of requests) {
    const [, keyid] = /keyid="([^"]+)"/.exec(headers['signature-input'] ?? '') ?? [];
    const [, nonce] = /nonce="([^"]{12,})"/.exec(headers['signature-input'] ?? '') ?? [];
    for (const text of [
      Buffer.from(body ?? []).toString('latin1'),
      keyid ?? '',
      nonce ?? '',
      headers['signature'] ?? '',
    ]) {
      for (let at = 0; at + runBytes <= text.length; at++) runs.add(text.slice(at, at + runBytes));
    }
  }
  return runs;
}
