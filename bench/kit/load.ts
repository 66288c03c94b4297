import { HttpConnection } from './http-connection.ts';

export interface LoadOptions {
  readonly port: number;
  /** Conversations at the same time, each on a connection and from an address of its own. */
  readonly connections: number;
}

/** One conversation, from its first request to its last answer; throws where an answer is not as it must be. */
export type Converse = (connection: HttpConnection) => Promise<void>;

/** Clients of a server. */
export class Load {
  readonly #connections: readonly HttpConnection[];

  constructor({ port, connections }: LoadOptions) {
    this.#connections = Array.from(
      { length: connections },
      (_, index) => new HttpConnection(port, `127.0.1.${index + 1}`),
    );
  }

  /** Converses for that long. @returns how many conversations came to their end */
  async run(seconds: number, converse: Converse): Promise<number> {
    const end = performance.now() + seconds * 1000;
    let done = 0;
    const goOn = async (connection: HttpConnection) => {
      while (performance.now() < end) {
        await converse(connection);
        done += 1;
      }
    };
    await Promise.all(this.#connections.map(goOn));
    // Until the next run a server would close them itself.
    for (const connection of this.#connections) connection.close();
    return done;
  }
}

/** Things that a load uses up, made before they are needed, so that making them does not slow it down. */
export class Supply<Thing> {
  readonly #make: () => Thing;
  readonly #ready: Thing[] = [];

  constructor(make: () => Thing) {
    this.#make = make;
  }

  fill(count: number): void {
    while (this.#ready.length < count) this.#ready.push(this.#make());
  }

  take(): Thing {
    return this.#ready.pop() ?? this.#make();
  }
}
