import { directoryServer } from '../../src/allocation/directory.ts';
import { createApp } from '../kit/app.ts';
import { BackgroundWork } from '../kit/background.ts';
import { addDirectoryRoute } from '../kit/directory-route.ts';
import type { BuiltRole, RoleContext } from '../kit/role-context.ts';
import { ServerClient } from '../kit/server-client.ts';
import { Admissions } from './access/admissions.ts';
import { Guard } from './access/guard.ts';
import { AuthenticationDemand } from './access/required-authentication.ts';
import { Sessions } from './access/sessions.ts';
import { Bandwidths } from './delivery/bandwidth.ts';
import { ChunkFiles } from './delivery/chunk-files.ts';
import { refreshTimestamp } from './publish/timestamp.ts';
import { addAdmissionRoute } from './routes/admissions.ts';
import { addServiceWalkRoute } from './routes/allocations.ts';
import { addChunkRoute } from './routes/chunks.ts';
import { addMapRoutes } from './routes/maps.ts';
import type { ServiceSettings } from './settings.ts';
import { SqlAdmissionStore } from './store/admission-store.ts';
import { openServiceDatabase } from './store/database.ts';
import { MapSecrets } from './store/map-secrets.ts';
import { SqlMapStore } from './store/sql-map-store.ts';

/** Seconds between two rounds of what the service does by itself. */
const upkeepSeconds = 600;

/** The service server: maps for terminals that were authenticated and have a session (C5, C11). */
export async function buildService(context: RoleContext<ServiceSettings>): Promise<BuiltRole> {
  const { role, serverId, logger, settings, clock, trust, baseUrl } = context;
  const { rateLimitBytesPerSecond, requestsPerMinute } = settings;
  const database = await openServiceDatabase(context.folder);
  try {
    const limits = requestsPerMinute === undefined ? {} : { requestsPerMinute };
    const app = await createApp({ role, serverId, logger, clock, limits });
    const admissionStore = new SqlAdmissionStore(database);
    const maps = new SqlMapStore(database);
    const secrets = new MapSecrets(context.masterKey);

    const accounts = new ServerClient(context, 'session-check', directoryServer(trust.directory, 'accounts'));
    const sessions = new Sessions((request) => accounts.call(request), clock);
    const admissions = new Admissions(admissionStore, clock);
    const demand = new AuthenticationDemand(context);
    const guard = new Guard(context, { sessions, admissions, demand });

    addDirectoryRoute(app, trust);
    addServiceWalkRoute(app, context, admissionStore);
    await addAdmissionRoute(app, { context, database, admissions, demand });
    addMapRoutes(app, { guard, baseUrl, maps, secrets });
    const bandwidths = new Bandwidths(rateLimitBytesPerSecond);
    addChunkRoute(app, { guard, baseUrl, maps, files: new ChunkFiles(context.folder), bandwidths });

    const work = async () => {
      await refreshTimestamp(database, secrets, clock);
      await admissionStore.purge(clock.now());
    };
    const upkeep = new BackgroundWork(work, upkeepSeconds, logger);
    await upkeep.run();
    const close = async () => {
      await app.close();
      await upkeep.stop();
      await database.close();
    };
    return { app, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
