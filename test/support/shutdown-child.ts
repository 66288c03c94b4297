import { createApp } from '../../local-servers/kit/app.ts';
import { listen } from '../../local-servers/kit/listen.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { onShutdown } from '../../local-servers/kit/shutdown.ts';

/** A server that says where it listens, and that it closed; `/slow` takes a moment. */
const logger = createLogger({ name: 'child', level: 'silent' });
const app = await createApp({ role: 'test', serverId: 'child-1', logger });
app.get('/slow', async () => {
  process.stdout.write('slow\n');
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { done: true };
});
onShutdown(
  async () => {
    await app.close();
    process.stdout.write('closed\n');
  },
  { logger, stopWithParent: process.argv.includes('--stop-with-parent') },
);
const { url } = await listen(app, { host: '127.0.0.1', port: 0 });
process.stdout.write(`${url}\n`);
