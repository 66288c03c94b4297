import type { Link } from '../allocation/chain.ts';
import { check } from '../contract/check.ts';
import {
  currentSessionPath,
  CurrentSessionReply,
  SealedTerminals,
  terminalsPath,
  type TerminalsReply,
} from '../contract/sessions.ts';
import type { DeviceProvisioning, TerminalConfiguration } from '../contract/terminal-configuration.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeJson } from '../protocol/bytes.ts';
import { openTerminals } from '../protocol/terminals-delivery.ts';
import { inOurVersion } from '../protocol/transport.ts';
import { knockAt } from './admission.ts';
import { MapLibrary } from './maps.ts';
import { allocate, keepChain } from './allocate.ts';
import { DirectoryClient } from './directory-client.ts';
import type { AllocationRoute, EventListener } from './events.ts';
import type { TerminalPorts } from './ports.ts';
import { RootKeeper } from './root-keeper.ts';
import { ServiceClient, type SignedAnswer } from './service-client.ts';
import { SessionKeeper } from './session.ts';
import { checkReadyToSignUp, signUp, type SignUpInput } from './sign-up.ts';
import { StateFile, type TerminalState } from './state.ts';
import { trustAnchor, type TerminalContext } from './terminal-context.ts';

export interface TerminalOptions {
  readonly configuration: TerminalConfiguration;
  readonly ports: TerminalPorts;
  readonly tell?: EventListener;
  /** Which route allocation takes where it is needed; A1 by default. */
  readonly route?: AllocationRoute;
}

export interface TerminalStatus {
  readonly device: TerminalState['device'];
  readonly account: TerminalState['account'];
  readonly directoryVersion: number;
  readonly storedAuthenticationServers: number;
}

/** The terminal without a screen: what the command line and, later, the windows ask for. */
export class Terminal {
  readonly context: TerminalContext;
  readonly directory: DirectoryClient;
  readonly sessions: SessionKeeper;
  readonly service: ServiceClient;
  readonly maps: MapLibrary;
  readonly #route: AllocationRoute;

  private constructor(context: TerminalContext, route: AllocationRoute) {
    this.context = context;
    this.directory = new DirectoryClient(context);
    this.sessions = new SessionKeeper(context, this.directory);
    this.service = new ServiceClient(context, this.directory, this.sessions, route);
    this.maps = new MapLibrary(context, this.service);
    this.#route = route;
  }

  /** @throws store.unreadable, configuration.invalid */
  static async open(options: TerminalOptions): Promise<Terminal> {
    const { configuration, tell = () => undefined, route = 'terminal-walked' } = options;
    const ports = { ...options.ports, transport: inOurVersion(options.ports.transport) };
    const state = await StateFile.open(ports.store);
    const root = new RootKeeper(trustAnchor(configuration), state);
    const context: TerminalContext = {
      configuration,
      ports,
      state,
      tell,
      get anchor() {
        return root.succession.anchor;
      },
      get formerAnchors() {
        return root.succession.former;
      },
    };
    return new Terminal(context, route);
  }

  /** B1: takes the identity that the maker gives to this device; the secret goes into the vault alone. */
  async provision({ deviceSecret, ...device }: DeviceProvisioning): Promise<void> {
    const { vault } = this.context.ports;
    // A later secret of the identity that was here before.
    await vault.delete('next-device-secret');
    await vault.set('device-secret', deviceSecret);
    if ((await vault.get('device-secret')) !== deviceSecret) {
      throw new CodedError('vault.unavailable', { detail: 'the device secret could not be read back' });
    }
    await this.context.state.change((now) => ({ ...now, device, continuity: {} }));
  }

  /** To be asked before a user types a password. @throws device.not-provisioned, vault.unavailable */
  checkReadyToSignUp(): Promise<void> {
    return checkReadyToSignUp(this.context);
  }

  /** C3. @throws account.*, vault.unavailable */
  signUp(input: SignUpInput): Promise<void> {
    return signUp(this.context, this.directory, input);
  }

  /** Revokes this terminal's key at the server and forgets it here. */
  signOut(): Promise<void> {
    return this.sessions.signOut();
  }

  status(): TerminalStatus {
    const { device, account, directoryVersion, chains } = this.context.state.current;
    return { device, account, directoryVersion, storedAuthenticationServers: Object.keys(chains).length };
  }

  /**
   * Walks from the service to the authentication server, whatever is stored, and keeps what it found (A1, A2). With `knock`
   * it also shakes hands with that server, which proves both sides and changes nothing.
   */
  async allocateAnew({ knock = false }: { readonly knock?: boolean } = {}): Promise<Link> {
    const service = await this.directory.configuredService();
    const { firstAllocation } = await this.service.demand(service);
    const { context, directory } = this;
    const walked = await allocate(context, { route: this.#route, first: firstAllocation, directory });
    await keepChain(this.context, walked);
    if (knock) await knockAt(this.context, walked);
    return walked.authentication;
  }

  /** The whole way anew, for who watches: allocation, device authentication, admission, and a session where signed up. */
  async connectAnew(): Promise<void> {
    await this.allocateAnew();
    this.service.leave();
    const service = await this.directory.configuredService();
    if (service.requiresDeviceAuthentication) await this.service.admit(service);
    if (this.context.state.current.account !== undefined) await this.service.session();
  }

  /** C4: asks the account server about the session in use; a live one is told to go on, any other is renewed first. */
  async currentSession(): Promise<CurrentSessionReply> {
    const { body } = await this.#askAccounts(currentSessionPath, 65_536);
    return check(CurrentSessionReply, decodeJson(body, 'network.answer-invalid'), 'network.answer-invalid');
  }

  /** C7: the terminals of the account, and which of them this one is; by the session in use, like `currentSession`. */
  async terminals(): Promise<TerminalsReply> {
    const { body, audienceKey } = await this.#askAccounts(terminalsPath, 1_048_576 + 1_024);
    const said = check(SealedTerminals, decodeJson(body, 'network.answer-invalid'), 'network.answer-invalid');
    return openTerminals(audienceKey, said.sealed);
  }

  #askAccounts(path: string, maximumBytes: number): Promise<SignedAnswer> {
    return this.service.getFromAccounts({ path, maximumBytes, signedReply: true });
  }
}
