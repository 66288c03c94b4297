import { lineWithin, networkLines } from './lines.ts';
import type { Probe, Question } from './question.ts';

interface Answerers {
  /** Fresh message 1 that hides an identifier, as a whole HTTP request to the server at `baseUrl`. */
  readonly handshake: (identifier: Uint8Array) => Uint8Array;
  readonly baseUrl: string;
  /** What the server does with an identifier that it was told. */
  readonly lookUp: (identifier: Uint8Array) => Promise<unknown>;
}

/** The same kinds of identifiers twice: by handshakes with the server, and by the look-up alone, of which more can be seen. */
export function questionsAbout(
  name: string,
  kinds: Readonly<Record<string, () => Uint8Array>>,
  { handshake, baseUrl, lookUp }: Answerers,
): Question[] {
  const probes = (make: (identifier: Uint8Array) => Uint8Array) =>
    Object.entries(kinds).map(([kind, identifier]) => ({ name: kind, request: () => make(identifier()) })) as [
      Probe,
      ...Probe[],
    ];
  return [
    // Less is not told apart over any network.
    { name: `${name}, handshake`, probes: probes(handshake), matters: 1, line: networkLines(baseUrl) },
    {
      name: `${name}, look-up alone`,
      // Copied, so that how an identifier was made does not show in how fast it is read.
      probes: probes((identifier) => Uint8Array.from(identifier)),
      // Where everything is at hand; between other work the same differences are many times larger.
      matters: 0.2,
      line: () => lineWithin(lookUp),
    },
  ];
}
