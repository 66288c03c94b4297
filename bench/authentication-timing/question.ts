/** One kind of look-up: each time another one. */
export interface Probe {
  readonly name: string;
  /** A whole HTTP request, or what an answerer in this process takes. */
  readonly request: () => Uint8Array;
}

/** Where requests are answered, one after the other. */
export interface Line {
  ask(request: Uint8Array): Promise<void>;
  close(): void;
}

/** Kinds of requests whose answers must not differ in time; the first is about one that the server knows. */
export interface Question {
  readonly name: string;
  readonly probes: readonly [Probe, ...Probe[]];
  /** Microseconds: a smaller difference is none. */
  readonly matters: number;
  /** Another one each time: servers count requests by address. */
  readonly line: () => Line;
}

/** Questions about one server. */
export interface Examination {
  readonly questions: readonly Question[];
  readonly close: () => Promise<void>;
}
