import { createServer, type AddressInfo, type Socket } from 'node:net';

/** How a server misleads whoever asks it: in what it says of the length of its answer, or in when it comes. */
export type Lie = 'endless' | 'endless-headers' | 'oversized' | 'truncated' | 'trickling' | 'silent';

export interface LyingServer {
  lie: Lie;
  readonly url: string;
  /** Bytes that clients took, in all. */
  taken(): number;
  /** Resolves when no client holds a connection any more. */
  left(): Promise<void>;
  close(): Promise<void>;
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** Answers every request with the lie of the moment. */
export async function startLyingServer(): Promise<LyingServer> {
  const sockets = new Set<Socket>();
  let bytes = 0;
  const state: { lie: Lie } = { lie: 'silent' };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      bytes += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket, state.lie));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    get lie() {
      return state.lie;
    },
    set lie(lie) {
      state.lie = lie;
    },
    url: `http://127.0.0.1:${port}`,
    taken: () => bytes,
    async left() {
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve));
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(socket: Socket, lie: Lie): void {
  switch (lie) {
    case 'endless':
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      return pour(socket, `10000\r\n${'x'.repeat(0x10000)}\r\n`);
    case 'endless-headers':
      socket.write('HTTP/1.1 200 OK\r\n');
      return pour(socket, 'x: y\r\n'.repeat(1_000));
    case 'oversized':
      socket.write(`${head}content-length: 1000000000000\r\n\r\n`);
      return pour(socket, 'x'.repeat(0x10000));
    case 'truncated':
      return void socket.end(`${head}content-length: 1000\r\n\r\n{"x":`);
    case 'trickling': {
      socket.write(`${head}content-length: 60000\r\n\r\n`);
      const trickle = setInterval(() => socket.write(' '), 5);
      return void socket.on('close', () => clearInterval(trickle));
    }
    case 'silent':
      return undefined;
  }
}

/** As much as the other side takes. */
function pour(socket: Socket, bytes: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}
