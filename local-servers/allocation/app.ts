import { createApp } from '../kit/app.ts';
import { createAudit } from '../kit/audit.ts';
import { registerChannel } from '../kit/channel/register-channel.ts';
import { addDirectoryRoute } from '../kit/directory-route.ts';
import type { BuiltRole, RoleContext } from '../kit/role-context.ts';
import { isOver, type SealingKey } from '../kit/server-keys.ts';
import { allocation } from './conversations/allocate.ts';
import type { AllocationSettings } from './settings.ts';
import { openAllocationDatabase } from './store/allocation-store.ts';
import { RuleReader } from './store/rule-reader.ts';

export interface AllocationContext extends RoleContext<AllocationSettings> {
  /** A2: the private half of the directory's allocation sealing key, and those before it; may change while the server runs. */
  readonly sealingKeys?: readonly SealingKey[];
}

/** A first or second allocation server: the same program over different rules (A1-A3, A6). */
export async function buildAllocation(context: AllocationContext): Promise<BuiltRole> {
  const { role, serverId, logger, clock, trust, sealingKeys = [], settings } = context;
  const database = await openAllocationDatabase(context.folder);
  const app = await createApp({ role, serverId, logger, clock });
  const rules = new RuleReader(database);
  app.addHook('onClose', async () => {
    rules.close();
    await database.close();
  });
  addDirectoryRoute(app, trust);
  registerChannel(
    app,
    { ...context, database },
    allocation({
      stage: settings.stage,
      keys: context,
      sealingKeys: () => sealingKeys.filter((one) => !isOver(one, clock.now())).map(({ key }) => key),
      rules,
      audit: createAudit(context),
    }),
  );
  return { app, close: () => app.close() };
}
