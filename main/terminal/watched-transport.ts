import type { ScreenState } from '../../src/contract/screen/state.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';

/** Tells from what comes back, or does not, whether there is a network. */
export function watchedTransport(
  transport: HttpTransport,
  onState: (state: ScreenState['network']) => void,
): HttpTransport {
  return async (request) => {
    try {
      const response = await transport(request);
      onState({ state: 'online' });
      return response;
    } catch (error) {
      if (hasCode(error, 'network.unreachable', 'network.timeout')) onState({ state: 'offline' });
      throw error instanceof CodedError ? error : new CodedError('terminal.internal', { cause: error });
    }
  };
}
