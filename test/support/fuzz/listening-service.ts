import { pino } from 'pino';
import type { HttpTransport } from '../../../src/protocol/transport.ts';
import { startService, type ServiceUnderTest } from '../service-under-test.ts';

export interface ListeningService {
  readonly service: ServiceUnderTest;
  /** Log lines of level error and above, of all its servers, so far. */
  complaints(): string[];
}

/** A service server with every server that it needs, whose complaints are kept. */
export async function startListening(transport?: HttpTransport): Promise<ListeningService> {
  const complained: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void complained.push(line) });
  const service = await startService({ logger, ...(transport === undefined ? {} : { transport }) });
  return { service, complaints: () => complained };
}
