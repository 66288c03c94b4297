import { dirname } from 'node:path';
import type { Logger } from '../../kit/logging.ts';
import type { BuiltRole, RoleName } from '../../kit/role-context.ts';
import type { InstallationPaths } from './files.ts';
import { openRole, type InstalledRole, type RoleFile } from './role-files.ts';

export interface StartableRole extends BuiltRole {
  readonly listen: RoleFile['listen'];
  readonly baseUrl: string;
  readonly refreshKeys: () => Promise<void>;
}

type Builder = (paths: InstallationPaths, logger: Logger) => Promise<StartableRole>;

const startable = (installed: InstalledRole<unknown>, built: BuiltRole): StartableRole => ({
  app: built.app,
  close: built.close,
  listen: installed.listen,
  baseUrl: installed.context.baseUrl,
  refreshKeys: installed.refreshKeys,
});

async function buildAllocationRole(
  role: 'first-allocation' | 'second-allocation',
  paths: InstallationPaths,
  logger: Logger,
) {
  const { AllocationSettings } = await import('../../allocation/settings.ts');
  const { buildAllocation } = await import('../../allocation/app.ts');
  const installed = await openRole(paths, role, AllocationSettings, logger);
  return startable(installed, await buildAllocation({ ...installed.context, sealingKeys: installed.sealingKeys }));
}

/** Each role is loaded only where it runs, so that one that runs alone carries nothing of the others (A6). */
export const roleBuilders: Readonly<Record<RoleName, Builder>> = {
  mailbox: async (paths, logger) => {
    const { MailboxSettings } = await import('../../mailbox/settings.ts');
    const { buildMailbox } = await import('../../mailbox/app.ts');
    const installed = await openRole(paths, 'mailbox', MailboxSettings, logger);
    return startable(installed, await buildMailbox(installed.context));
  },
  'first-allocation': (paths, logger) => buildAllocationRole('first-allocation', paths, logger),
  'second-allocation': (paths, logger) => buildAllocationRole('second-allocation', paths, logger),
  authentication: async (paths, logger) => {
    const { AuthenticationSettings } = await import('../../authentication/settings.ts');
    const { buildAuthentication } = await import('../../authentication/app.ts');
    const installed = await openRole(paths, 'authentication', AuthenticationSettings, logger);
    return startable(installed, await buildAuthentication(installed.context));
  },
  accounts: async (paths, logger) => {
    const { AccountsSettings } = await import('../../accounts/settings.ts');
    const { buildAccounts } = await import('../../accounts/app.ts');
    const installed = await openRole(paths, 'accounts', AccountsSettings, logger);
    return startable(installed, await buildAccounts(installed.context));
  },
  service: async (paths, logger) => {
    const { ServiceSettings } = await import('../../service/settings.ts');
    const { buildService } = await import('../../service/app.ts');
    const installed = await openRole(paths, 'service', ServiceSettings, logger);
    return startable(installed, await buildService(installed.context));
  },
  portal: async (paths, logger) => {
    const { PortalSettings } = await import('../../portal/settings.ts');
    const { buildPortal } = await import('../../portal/app.ts');
    const installed = await openRole(paths, 'portal', PortalSettings, logger);
    return startable(installed, await buildPortal(installed.context));
  },
};

export const roleNames = Object.keys(roleBuilders) as RoleName[];

/** The folders of an installation whose files are replaced as a whole. */
export const workFolders = (paths: InstallationPaths): string[] => [
  dirname(paths.masterKey),
  paths.root,
  paths.publisher,
  ...roleNames.map(paths.role),
];

export const isRoleName = (name: string): name is RoleName => Object.hasOwn(roleBuilders, name);
