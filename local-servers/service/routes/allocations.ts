import { walkChain } from '../../../src/allocation/walk.ts';
import { ServiceWalkReply, ServiceWalkRequest, serviceWalkPath } from '../../../src/contract/allocation.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { App } from '../../kit/app.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import { sleep } from '../../kit/sleep.ts';
import { newVersions } from '../access/link-memory.ts';
import type { AdmissionStore } from '../store/admission-store.ts';

/** Walks at the same time, at most: each one makes this server ask two others for somebody that it does not know yet. */
const walkCeiling = 32;

/** A2: walks the chain for a terminal and hands out all of it, for the terminal checks every link itself. */
export function addServiceWalkRoute(app: App, context: RoleContext<unknown>, admissions: AdmissionStore): void {
  let walking = 0;
  app.post(
    serviceWalkPath,
    {
      bodyLimit: 4_096,
      schema: {
        summary: 'Walks from the first allocation server to the authentication server',
        body: ServiceWalkRequest,
        response: { 200: ServiceWalkReply },
      },
    },
    async (request) => {
      if (walking >= walkCeiling) throw new CodedError('server.unavailable', { detail: 'many walks', retryAfter: 1 });
      walking += 1;
      try {
        const { nonce, first, sealedSecond } = request.body;
        const known = await admissions.seenVersions();
        const { chain, seen } = await walkChain({
          first: context.trust.firstAllocation,
          anchor: context.trust.anchor,
          makerId: first.makerId,
          // Passed on unread: only allocation servers can open it.
          secondPart: { sealedSecond },
          nonce,
          seen: known,
          transport: context.transport,
          sleep,
        });
        await admissions.noteVersions(newVersions(known, seen));
        return { chain };
      } finally {
        walking -= 1;
      }
    },
  );
}
