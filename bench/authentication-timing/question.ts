/** One kind of handshake, made and ready to be sent: each time another one. */
export interface Probe {
  readonly name: string;
  /** A whole HTTP request. */
  readonly request: () => Uint8Array;
}

/** Kinds of handshakes with one server, whose answers must not differ in time; the first is one that the server knows. */
export interface Question {
  readonly port: number;
  readonly probes: readonly [Probe, ...Probe[]];
  readonly close: () => Promise<void>;
}
