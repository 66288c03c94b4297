import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { problemMediaType, toProblem } from '../../src/errors/problem.ts';
import { encodeJson } from '../../src/protocol/bytes.ts';
import { codeOfRejection } from '../support/coded.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['tile'] });
  await servers.publish({ file, regionId: 'city' });
  opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
});
afterAll(() => servers.close());

test('G3: that there is no newer root, nobody but the service itself can say', async () => {
  const forged = encodeJson(toProblem(new CodedError('request.not-found')));
  opened.line.through = async (request, send) =>
    request.url.endsWith('/v1/metadata/2.root.json')
      ? { status: 404, headers: { 'content-type': problemMediaType }, body: forged }
      : send(request);
  expect(await codeOfRejection(opened.terminal.maps.list())).toBe('signature.missing');
  opened.line.through = (request, send) => send(request);
  expect((await opened.terminal.maps.list()).map(({ id }) => id)).toEqual(['city']);
});
