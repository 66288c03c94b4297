import { directoryServer } from '../allocation/directory.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import { terminalNonceHeader } from '../contract/device-authentication.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { hasCode } from '../errors/coded-error.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { randomBytes } from '../protocol/random.ts';
import { refusal } from '../protocol/transport.ts';
import { becomeAdmitted, type Admission } from './admission.ts';
import { readDemand, type AuthenticationDemand } from './authenticate.ts';
import { withNewestKeys, type DirectoryClient } from './directory-client.ts';
import type { AllocationRoute } from './events.ts';
import { atAnsweringEndpoint } from './reach.ts';
import type { Session, SessionKeeper } from './session.ts';
import { sendSigned, type SignedRequest } from './signed-request.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

const maximumRenewals = 4;

export interface ServiceRequest extends Omit<SignedRequest, 'method' | 'url' | 'body'> {
  /** Path and query at the service. */
  readonly path: string;
}

/** What came, and the audience key that the exchange was signed under. */
export interface SignedAnswer {
  readonly body: Uint8Array;
  readonly audienceKey: Uint8Array;
}

interface AudienceAddress {
  /** Directory id. */
  readonly id: string;
  readonly baseUrl: string;
}

/** Session-signed requests to the service server; session and admission are renewed by themselves (C5). */
export class ServiceClient {
  readonly #context: TerminalContext;
  readonly #directory: DirectoryClient;
  readonly #sessions: SessionKeeper;
  readonly #route: AllocationRoute;
  #admission: Admission | undefined;
  #admitting: Promise<Admission> | undefined;

  constructor(context: TerminalContext, directory: DirectoryClient, sessions: SessionKeeper, route: AllocationRoute) {
    this.#context = context;
    this.#directory = directory;
    this.#sessions = sessions;
    this.#route = route;
  }

  /** A GET that may be repeated as often as it takes. @returns the body, and the key that it came under. */
  async get(request: ServiceRequest): Promise<SignedAnswer> {
    const service = await this.#directory.configuredService();
    return this.#getAt({ id: service.id, baseUrl: this.#baseUrl }, request);
  }

  /** The same at the account server, which is an audience of every session. */
  async getFromAccounts(request: ServiceRequest): Promise<SignedAnswer> {
    const accounts = directoryServer(await this.#directory.get(), 'accounts');
    const { id, endpoints } = accounts;
    return atAnsweringEndpoint(this.#context, { role: 'accounts', serverId: id, endpoints }, (url) =>
      this.#getAt({ id, baseUrl: url.replace(/\/$/, '') }, request),
    );
  }

  async #getAt(audience: AudienceAddress, request: ServiceRequest): Promise<SignedAnswer> {
    const service = await this.#directory.configuredService();
    for (let renewals = 0; ; renewals++) {
      const { session, admission } = await this.#enter(service);
      try {
        return await persistently(this.#context, () => this.#send(audience, session, request), request.signal);
      } catch (error) {
        if (renewals >= maximumRenewals) throw error;
        if (hasCode(error, 'session.expired', 'session.unknown', 'session.revoked', 'signature.counter-used'))
          this.#sessions.drop(session);
        else if (hasCode(error, 'device.authentication-required')) this.#forgetAdmission(admission);
        else throw error;
      }
    }
  }

  /** The session in use; opened where there is none. */
  async session(): Promise<Session> {
    return (await this.#enter(await this.#directory.configuredService())).session;
  }

  async #enter(service: DirectoryEntry): Promise<{ session: Session; admission: Admission | undefined }> {
    const admission = service.requiresDeviceAuthentication ? await this.admit(service) : undefined;
    return { session: await this.#sessions.get(service, admission?.key), admission };
  }

  /** B4: this terminal's admission at the service, by device authentication where it has none that lasts. */
  async admit(service: DirectoryEntry): Promise<Admission> {
    if (this.#admission !== undefined && this.#context.ports.clock.monotonic() < this.#admission.endsAt)
      return this.#admission;
    this.#admitting ??= this.#becomeAdmitted(service).finally(() => (this.#admitting = undefined));
    this.#admission = await this.#admitting;
    return this.#admission;
  }

  /** The next use authenticates this device anew. */
  leave(): void {
    this.#admission = undefined;
  }

  #forgetAdmission(admission: Admission | undefined): void {
    if (this.#admission === admission) this.#admission = undefined;
  }

  #becomeAdmitted(known: DirectoryEntry): Promise<Admission> {
    const enter = async (service: DirectoryEntry) => {
      const demand = await this.demand(service);
      const wish = { service, serviceUrl: this.#baseUrl, demand, route: this.#route };
      return becomeAdmitted(this.#context, this.#directory, wish);
    };
    return withNewestKeys(this.#directory, known, () => this.#directory.configuredService(), enter);
  }

  /** A1: the service's own word on where device authentication starts. */
  async demand(service: DirectoryEntry): Promise<AuthenticationDemand> {
    const nonce = toBase64url(randomBytes(32));
    const demand = readDemand(await this.#askUnsigned(nonce), service, nonce);
    this.#context.tell({ type: 'service-refused', serviceId: service.id });
    return demand;
  }

  /** Asks for something without being anybody, and gives what the refusal says. */
  async #askUnsigned(nonce: string): Promise<unknown> {
    const response = await persistently(this.#context, () =>
      this.#context.ports.transport({
        method: 'GET',
        url: `${this.#baseUrl}/v1/catalog`,
        headers: { [terminalNonceHeader]: nonce, [protocolHeader]: String(protocolVersion) },
        maximumBytes: 65_536,
        timeout: 10,
      }),
    );
    const error = refusal(response);
    if (error.code !== 'device.authentication-required') throw error;
    return error.info;
  }

  async #send({ id, baseUrl }: AudienceAddress, session: Session, request: ServiceRequest): Promise<SignedAnswer> {
    const audience = this.#sessions.audience(session, id);
    const { path, ...limits } = request;
    const body = await sendSigned(this.#context, audience, { method: 'GET', url: baseUrl + path, ...limits });
    return { body, audienceKey: audience.audienceKey };
  }

  get #baseUrl(): string {
    return this.#context.configuration.serviceUrl.replace(/\/$/, '');
  }
}
