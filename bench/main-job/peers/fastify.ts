// A bare Fastify route that answers with the catalogue in BODY, set up as in Fastify's own benchmarks: no logger, a
// schema for the answer. With --hmac it also checks an HMAC-SHA256 over one field of the request, the least that a
// signed request could cost. Prints its address and runs until it is killed.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import { Catalog, catalogPath } from '../../../src/contract/maps.ts';

const answer: unknown = JSON.parse(process.env['BODY'] ?? '{"regions":[]}');
const key = createSecretKey(Buffer.alloc(32, 7));
const mac = (text: string) => createHmac('sha256', key).update(text).digest();
const app = fastify({ logger: false });

if (process.argv.includes('--hmac')) {
  const zero = Buffer.alloc(32);
  app.addHook('onRequest', async (request) => {
    // The keys differ, so that no MAC is right; the work is the same.
    if (timingSafeEqual(mac(String(request.headers['signature-input'])), zero)) throw new Error('cannot be');
  });
}
app.get(catalogPath, { schema: { response: { 200: Catalog } } }, async () => answer);
process.stdin.on('end', () => process.exit(0)).resume();
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
