import { join } from 'node:path';
import { createPublisher, publishMap } from '../../../local-servers/service/operator.ts';
import { MapSecrets } from '../../../local-servers/service/store/map-secrets.ts';
import { openServiceDatabase } from '../../../local-servers/service/store/database.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import { encodeJson, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { signReply } from '../../../src/protocol/request-signatures.ts';
import { audienceOf } from '../../../src/protocol/session-keys.ts';
import type { HttpRequest, HttpResponse } from '../../../src/protocol/transport.ts';
import { sealRegionKey } from '../../../src/maps/region-key.ts';
import { sealChunk } from '../../../src/maps/chunks/sealing.ts';
import { noise, writeArchive } from '../../support/map-archive.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Trial } from '../trial.ts';
import { pathOf, type Intruder } from '../world/network.ts';
import type { World } from '../world/world.ts';

export const lyingMapService: AttackClass = {
  name: 'lying-map-service',
  title: 'speaks as the service server, with all its keys: maps of its own, old ones, chunks and keys of others',
  without: 'map-signatures',
  attacks: async (world) => {
    const old = await metadataOf(world.servers.store);
    const file = join(world.servers.folder, 'newer.pmtiles');
    await writeArchive(file, { tiles: ['newer'] });
    await world.servers.publish({ file, regionId: 'city' });
    const own = await publishOwn(world);
    return [
      list(world, 'metadata that it signed itself', (name) => own.get(name)),
      ...['timestamp.json', 'snapshot.json', 'targets.json'].map((which) =>
        list(world, `its own ${which} among the right ones`, (name) => (name === which ? own.get(name) : undefined)),
      ),
      list(world, 'the metadata of yesterday', (name) => old.get(name), true),
      list(world, 'the targets of yesterday', (name) => (name === 'targets.json' ? old.get(name) : undefined)),
      download(world, 'chunks that it sealed itself', async (regionKey, response) => ({
        ...response,
        body: sealChunk(regionKey, noise('planted', response.body.byteLength - 16)).sealed,
      })),
      download(world, 'chunks of another region', async (_key, response) => ({
        ...response,
        body: sealChunk(Buffer.alloc(32, 7), noise('other', response.body.byteLength - 16)).sealed,
      })),
      replaceKey(world),
    ];
  },
};

type Files = ReadonlyMap<string, Uint8Array>;
type Database = Parameters<typeof publishMap>[0]['database'];

/** Newest metadata by the name of its file, without its version. */
async function metadataOf(database: Database): Promise<Files> {
  const rows = await database.all<{ role: string; bytes: Uint8Array }>(
    "SELECT role, bytes FROM metadata WHERE role <> 'root' ORDER BY version",
  );
  return new Map(rows.map(({ role, bytes }) => [`${role}.json`, bytes]));
}

/** What a publisher publishes whom no terminal trusts. */
async function publishOwn({ servers }: World): Promise<Files> {
  const context = servers.contexts['other-maps'];
  const publisherFolder = join(servers.folder, 'intruder-publisher');
  await createPublisher(publisherFolder);
  const database = await openServiceDatabase(context.folder);
  const file = join(servers.folder, 'planted.pmtiles');
  await writeArchive(file, { tiles: ['planted'] });
  await publishMap({ context, database, publisherFolder, file, regionId: 'city' });
  const files = await metadataOf(database);
  await database.close();
  return files;
}

/** A reply of the service's own, in place of the one that it gave. */
function signedAgain({ victim }: World, request: HttpRequest, body: Uint8Array, like: HttpResponse): HttpResponse {
  const session = victim.terminal.sessions.current;
  if (session === undefined) throw new Error('there is no session to answer under');
  const audience = audienceOf(session, 'maps');
  const asked = { method: request.method, targetUri: request.url, headers: request.headers };
  const fields = signReply({ status: 200, body, request: asked }, { label: 'session', ...audience });
  return { status: 200, headers: { ...like.headers, 'content-type': 'application/json', ...fields }, body };
}

const metadataIn = ({ url }: HttpRequest): string | undefined =>
  /^\/v1\/metadata\/(?:\d+\.)?([a-z]+\.json)$/.exec(pathOf(url))?.[1];

function list(
  world: World,
  what: string,
  fileFor: (name: string) => Uint8Array | undefined,
  knowsNewer = false,
): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { network, victim } = world;
      await victim.forgetMaps();
      const { terminal } = await victim.restart();
      await (knowsNewer ? terminal.maps.list() : victim.enter());
      let lied = 0;
      network.attack(async ({ request }, send) => {
        const response = await send(request);
        const name = metadataIn(request);
        const body = name === undefined ? undefined : fileFor(name);
        if (body === undefined) return response;
        lied += 1;
        return signedAgain(world, request, body, response);
      });
      const outcome = await trial.attempt(terminal.maps.list());
      network.calm();
      trial.gainIf(lied > 0 && 'result' in outcome, 'the terminal believes it');
      if (lied === 0) trial.missed('the file was not asked for');
    },
  };
}

function download(
  world: World,
  what: string,
  chunk: (regionKey: Uint8Array, response: HttpResponse) => Promise<HttpResponse>,
): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { servers, network, victim } = world;
      const secrets = new MapSecrets(servers.contexts.maps.masterKey);
      const regionKey = await secrets.regionKey(new SqlMapStore(servers.store), 'city');
      if (regionKey === undefined) throw new Error('the region has no key');
      await installing(world, trial, async ({ request }, send) => {
        const response = await send(request);
        return pathOf(request.url).startsWith('/v1/chunks/') ? chunk(regionKey, response) : response;
      });
      network.calm();
      await victim.forgetMaps();
    },
  };
}

function replaceKey(world: World): Attack {
  return {
    name: 'another key for the region',
    run: (trial) =>
      installing(world, trial, async ({ request }, send) => {
        const response = await send(request);
        if (!pathOf(request.url).startsWith('/v1/regions/')) return response;
        const session = world.victim.terminal.sessions.current;
        if (session === undefined) return response;
        const { audienceKey } = audienceOf(session, 'maps');
        const sealed = toBase64url(sealRegionKey(audienceKey, 'city', fromBase64url('A'.repeat(43))));
        return signedAgain(world, request, encodeJson({ sealed }), response);
      }),
  };
}

async function installing(world: World, trial: Trial, intruder: Intruder): Promise<void> {
  const { network, victim } = world;
  await victim.forgetMaps();
  const { terminal } = await victim.restart();
  await victim.enter();
  network.attack(intruder);
  const outcome = await trial.attempt(terminal.maps.download('city'));
  network.calm();
  trial.gainIf('result' in outcome, 'the terminal installed what it was given');
}
