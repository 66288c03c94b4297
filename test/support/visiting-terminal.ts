import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import type { Walked } from '../../src/allocation/walk.ts';
import { check } from '../../src/contract/check.ts';
import {
  admissionPath,
  AdmissionReply,
  AuthenticationRequired,
  AuthenticationRequiredInfo,
  CertificateReply,
  continuityStart,
  terminalNonceHeader,
  type AdmissionRequest,
} from '../../src/contract/device-authentication.ts';
import { payloadTypes, type SignedDocument } from '../../src/contract/documents.ts';
import { catalogPath } from '../../src/contract/maps.ts';
import type { SessionReply } from '../../src/contract/sessions.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import type { SignedMessage } from '../../src/protocol/http-signatures.ts';
import { generateEd25519, signEd25519, type KeyPair } from '../../src/protocol/keys.ts';
import { sealToKey } from '../../src/protocol/one-way-sealing.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { signDeviceRequest, signSessionRequest, verifyReply } from '../../src/protocol/request-signatures.ts';
import { audienceOf, deviceBindingStatement, sessionKeysOf, type Audience } from '../../src/protocol/session-keys.ts';
import { openDocument } from '../../src/protocol/signed-document.ts';
import { refusal, type HttpResponse } from '../../src/protocol/transport.ts';
import { add, confirm, identify, logIn, type IssuedKey } from './accounts.ts';
import { walkAsTerminal } from './chain-servers.ts';
import { channelTo } from './channel-to.ts';
import { openDeviceChannel } from './device-channel.ts';
import type { TestInstallation } from './role-context.ts';

const noBody = new Uint8Array(0);

type Servers = Pick<TestInstallation<Record<string, never>>, 'trust' | 'sealingKey'> & {
  readonly contexts: Readonly<Record<'maps' | 'authentication' | 'accounts', RoleContext<unknown>>>;
};

export interface Certified {
  readonly key: KeyPair;
  readonly certificate: SignedDocument;
  readonly serviceNonce: string;
  readonly walked: Walked;
}

/** A terminal that does each step when a test tells it to, right or wrong. */
export class VisitingTerminal {
  readonly servers: Servers;
  readonly device: DeviceProvisioning;
  #accessKey: IssuedKey | undefined;
  #counter = 0;
  /** B1: where its last authentication led. */
  #place = continuityStart;
  /** What requests are signed under. */
  audience: Audience | undefined;

  constructor(servers: Servers, device: DeviceProvisioning) {
    this.servers = servers;
    this.device = device;
  }

  /** C3 */
  async signUp(account: AccountIssueReply): Promise<void> {
    const channel = await channelTo(this.servers.contexts.accounts, 'sign-up');
    await logIn(channel, account.userId, account.password);
    await identify(channel, account.licenceNumber);
    this.#accessKey = await add(channel);
    await confirm(channel, this.#accessKey);
  }

  /** A1: asks unsigned. @returns the service nonce of the refusal, checked as a terminal does */
  async demand(): Promise<string> {
    const nonce = toBase64url(randomBytes(32));
    const error = refusal(await this.send(catalogPath, { [terminalNonceHeader]: nonce }));
    const info = check(AuthenticationRequiredInfo, error.info, 'network.answer-invalid');
    const { signingKey } = this.servers.contexts.maps;
    const type = payloadTypes.authenticationRequired;
    const said = openDocument(info.statement, signingKey.publicKey, type, AuthenticationRequired);
    if (said.nonce !== nonce) throw new Error('the demand is for another request');
    return said.serviceNonce;
  }

  /** B1-B3: from the service's demand, or with another nonce. */
  async certified(more: { serviceNonce?: string; serviceId?: string } = {}): Promise<Certified> {
    const serviceNonce = more.serviceNonce ?? (await this.demand());
    const { makerId, modelId, hardwareNumber } = this.device;
    const walked = await walkAsTerminal(this.servers, { device: { makerId, modelId, hardwareNumber } });
    const key = generateEd25519();
    const channel = await openDeviceChannel(this.servers.contexts.authentication, this.device);
    const continuity = { from: this.#place, to: toBase64url(randomBytes(16)) };
    this.#place = continuity.to;
    const publicKey = toBase64url(key.publicKey);
    const request = { serviceId: more.serviceId ?? 'maps', serviceNonce, publicKey, continuity };
    const { certificate } = check(CertificateReply, await channel.request(request), 'channel.message-invalid');
    return { key, certificate, serviceNonce, walked };
  }

  /** B4: presents a certificate; `more` changes what is presented or who signs. */
  async present(
    { certificate, walked, key, serviceNonce }: Certified,
    more: Partial<AdmissionRequest> & { key?: KeyPair; serviceNonce?: string } = {},
  ): Promise<AdmissionReply> {
    const { key: signer = key, serviceNonce: nonce = serviceNonce, ...changed } = more;
    const presented = encodeJson({ certificate, chain: walked.chain, ...changed } satisfies AdmissionRequest);
    const { publicKey } = this.servers.contexts.maps.staticKey;
    const body = encodeJson({ sealed: toBase64url(sealToKey('sealed-admission', publicKey, utf8(nonce), presented)) });
    const url = this.#url(admissionPath);
    const fields = { 'content-type': 'application/json' };
    const headers = signDeviceRequest({ method: 'POST', url, body, headers: fields }, signer, nonce);
    const response = await this.#transport({ method: 'POST', url, headers, body });
    if (response.status !== 200) throw refusal(response);
    const request = { method: 'POST', targetUri: url, headers };
    verifyReply('device', { ...response, request }, { publicKey: this.servers.contexts.maps.signingKey.publicKey });
    return check(AdmissionReply, decodeJson(response.body, 'network.answer-invalid'), 'network.answer-invalid');
  }

  /** C4: opens a session and signs with it from now on. */
  async openSession(deviceKey?: KeyPair): Promise<SessionReply> {
    const { accessKeyId, accessKey } = this.#accessKey ?? { accessKeyId: '', accessKey: '' };
    const secret = { identifier: fromBase64url(accessKeyId), key: fromBase64url(accessKey) };
    const channel = await channelTo(this.servers.contexts.accounts, 'session', { secret });
    const device = deviceKey && {
      publicKey: toBase64url(deviceKey.publicKey),
      signature: toBase64url(signEd25519(deviceKey, deviceBindingStatement(channel.exportKey('device binding')))),
    };
    const request = { step: 'open', audiences: ['maps'], ...(device === undefined ? {} : { device }) };
    const reply = (await channel.request(request)) as SessionReply;
    this.audience = audienceOf(sessionKeysOf(channel, reply), 'maps');
    this.#counter = 0;
    return reply;
  }

  /** All steps up to a session with which the service serves. */
  async enter(): Promise<KeyPair> {
    const certified = await this.certified();
    await this.present(certified);
    await this.openSession(certified.key);
    return certified.key;
  }

  /** The signed fields of a GET. */
  sign(path: string, headers: Record<string, string> = {}): Record<string, string> {
    if (this.audience === undefined) throw new Error('no session is open');
    this.#counter += 1;
    const session = { ...this.audience, counter: this.#counter };
    return signSessionRequest({ method: 'GET', url: this.#url(path), body: noBody, headers }, session);
  }

  /** A signed GET; its answer must be signed where `signed` says so. @throws what the service refuses it with */
  async get(path: string, options: { headers?: Record<string, string>; signed?: boolean } = {}): Promise<HttpResponse> {
    const headers = this.sign(path, options.headers);
    const response = await this.send(path, headers);
    const request: SignedMessage = { method: 'GET', targetUri: this.#url(path), headers };
    const audienceKey = this.audience?.audienceKey ?? noBody;
    if (options.signed !== false) verifyReply('session', { ...response, request }, { audienceKey });
    if (response.status !== 200 && response.status !== 206) throw refusal(response);
    return response;
  }

  async json(path: string): Promise<unknown> {
    return decodeJson((await this.get(path)).body, 'network.answer-invalid');
  }

  /** A GET with exactly these fields. */
  send(path: string, headers: Record<string, string> = {}): Promise<HttpResponse> {
    return this.#transport({ method: 'GET', url: this.#url(path), headers });
  }

  #transport(request: { method: string; url: string; headers: Record<string, string>; body?: Uint8Array }) {
    return this.servers.contexts.maps.transport({ ...request, maximumBytes: 16 << 20, timeout: 10 });
  }

  #url(path: string): string {
    return this.servers.contexts.maps.baseUrl + path;
  }
}
