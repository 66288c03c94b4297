import { once } from 'node:events';
import { connect } from 'node:net';
import { GpsdDecoder, watchCommand } from '../navigation/position/gpsd/gpsd-decoder.ts';
import type { PositionClock, PositionSource } from '../navigation/position/position-source.ts';
import { streamedPositions } from './position-stream.ts';

/** Seconds within which gpsd has to take the connection. */
const connectWithin = 5;

/** Positions from gpsd (gpsd_json(5), protocol 3), whichever of its receivers has them. */
export function gpsdPositions(host: string, port: number, clock: PositionClock): PositionSource {
  return streamedPositions({
    name: `gpsd at ${host}:${port}`,
    clock,
    decoder: () => new GpsdDecoder(),
    open: async (signal) => {
      const socket = connect({ host, port, keepAlive: true });
      socket.setTimeout(connectWithin * 1_000, () => socket.destroy(new Error('no answer')));
      try {
        await once(socket, 'connect', { signal });
      } catch (error) {
        socket.destroy();
        throw error;
      }
      socket.setTimeout(0);
      socket.write(watchCommand);
      return socket;
    },
  });
}
