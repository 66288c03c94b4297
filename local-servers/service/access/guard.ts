import { directoryEntry } from '../../../src/allocation/directory.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SignedMessage } from '../../../src/protocol/http-signatures.ts';
import { readSignedRequest } from '../../../src/protocol/request-signatures.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import type { Admissions } from './admissions.ts';
import type { AuthenticationDemand } from './required-authentication.ts';
import type { ServiceSession, Sessions } from './sessions.ts';
import { isSigned } from './signed-message.ts';

const noBody = new Uint8Array(0);

/** C5: what every request for maps passes, each one anew: user, session, lifetime, device, contract. */
export class Guard {
  readonly #sessions: Sessions;
  readonly #admissions: Admissions;
  readonly #demand: AuthenticationDemand;
  readonly #requiresDevice: boolean;
  readonly #clock: RoleContext<unknown>['clock'];

  constructor(
    context: RoleContext<unknown>,
    parts: { sessions: Sessions; admissions: Admissions; demand: AuthenticationDemand },
  ) {
    const { trust, serverId, clock } = context;
    this.#requiresDevice = directoryEntry(trust.directory, serverId).requiresDeviceAuthentication;
    this.#clock = clock;
    this.#sessions = parts.sessions;
    this.#admissions = parts.admissions;
    this.#demand = parts.demand;
  }

  /**
   * Whose request it is; at once where the session is known. Nothing is granted yet.
   * @throws device.authentication-required, signature.*, session.*
   */
  identify(message: SignedMessage): ServiceSession | Promise<ServiceSession> {
    if (this.#requiresDevice && !isSigned(message)) throw this.#demand.refusal(message);
    const request = readSignedRequest('session', message, noBody);
    return this.#sessions.known(request) ?? this.#sessions.of(request);
  }

  /** Whether the session counts now; at once where its device is known. @throws session.expired, device.authentication-required */
  admit(session: ServiceSession, message: SignedMessage): undefined | Promise<void> {
    this.#sessions.assertLive(session);
    if (!this.#requiresDevice) return undefined;
    // B4: what is granted belongs to the key that was admitted.
    const isLive = session.deviceKey !== undefined && this.#admissions.isLive(session.deviceKey);
    if (isLive === true) return undefined;
    if (isLive === false) throw this.#demand.refusal(message);
    return isLive.then((found) => {
      if (!found) throw this.#demand.refusal(message);
    });
  }

  /** Which regions the contract covers now. */
  entitlement(session: ServiceSession): (regionId: string) => boolean {
    if (this.#clock.now() >= session.contractEndsAt) return () => false;
    return (regionId) => session.regions.has('*') || session.regions.has(regionId);
  }

  /** @throws contract.lapsed, contract.not-entitled */
  assertEntitled(session: ServiceSession, regionId: string): void {
    if (this.entitlement(session)(regionId)) return;
    throw new CodedError(this.#clock.now() >= session.contractEndsAt ? 'contract.lapsed' : 'contract.not-entitled');
  }
}
