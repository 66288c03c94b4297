import {
  isInnerList,
  parseDictionary,
  serializeInnerList,
  serializeItem,
  type Dictionary,
  type InnerList,
} from 'structured-headers';
import { CodedError } from '../errors/coded-error.ts';
import { equalAscii, utf8 } from './bytes.ts';
import { hmacSha256Base64, type MacKey } from './hash.ts';
import { signEd25519, verifyEd25519, type KeyPair } from './keys.ts';

/** A request or response as HTTP Message Signatures (RFC 9421) see it. Header names in lower case. */
export interface SignedMessage {
  readonly method?: string;
  readonly targetUri?: string;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** For a response: the request that it answers (`;req`). */
  readonly request?: SignedMessage;
}

/** A covered component: its name, and `req`/`key` parameters (section 2). */
export interface Component {
  readonly name: string;
  readonly req?: true;
  readonly key?: string;
}

/** What is signed, and the signature that was received for it. */
export interface SignedBase {
  readonly base: string;
  /** Base64 with padding, in the one spelling that these bytes have. */
  readonly signature: string;
}

/** `Signature-Input` and `Signature` as they were received under one label. */
export interface ReceivedSignature extends SignedBase {
  readonly components: readonly Component[];
  readonly parameters: ReadonlyMap<string, unknown>;
}

const invalid = (detail: string, cause?: unknown) =>
  new CodedError('signature.invalid', { detail, ...(cause === undefined ? {} : { cause }) });

/** @authority (section 2.2.3): lower case, without the scheme's own port. @throws signature.invalid */
export function authorityOf(targetUri: string): string {
  return parsedUri(targetUri).host;
}

function parsedUri(targetUri: string): URL {
  try {
    return new URL(targetUri);
  } catch (cause) {
    throw invalid('the target URI is none', cause);
  }
}

function componentValue(component: Component, message: SignedMessage): string {
  if (component.req === true) {
    if (message.request === undefined) throw invalid(';req outside a response');
    return componentValue(
      { name: component.name, ...(component.key === undefined ? {} : { key: component.key }) },
      message.request,
    );
  }
  let value: string | undefined;
  if (component.name === '@method') value = message.method;
  else if (component.name === '@target-uri') value = message.targetUri;
  else if (component.name === '@authority')
    value = message.targetUri === undefined ? undefined : authorityOf(message.targetUri);
  else if (component.name === '@path')
    value = message.targetUri === undefined ? undefined : parsedUri(message.targetUri).pathname;
  else if (component.name === '@status') value = message.status?.toString();
  else if (component.name.startsWith('@')) throw invalid(`component ${component.name} is not known`);
  else value = message.headers[component.name]?.trim();
  if (value === undefined) throw invalid(`the message has no ${component.name}`);
  // Section 2.5: a line break inside a value would let one component pass for several.
  if (/[\r\n]/.test(value)) throw invalid(`${component.name} has a line break`);
  return component.key === undefined ? value : dictionaryMember(value, component.key);
}

function dictionaryMember(field: string, key: string): string {
  const member = dictionary(field).get(key);
  if (member === undefined) throw invalid(`no member ${key}`);
  return serialized(() => (isInnerList(member) ? serializeInnerList(member) : serializeItem(member)));
}

function dictionary(field: string): Dictionary {
  try {
    return parseDictionary(field);
  } catch (cause) {
    throw invalid('not a dictionary of structured fields', cause);
  }
}

function toInnerList(components: readonly Component[], parameters: ReadonlyMap<string, unknown>): InnerList {
  return [
    components.map(({ name, req, key }) => {
      const own = new Map<string, string | boolean>();
      if (req === true) own.set('req', true);
      if (key !== undefined) own.set('key', key);
      return [name, own];
    }),
    parameters as InnerList[1],
  ];
}

/** The signature base (section 2.5). @throws signature.invalid */
export function signatureBase(
  components: readonly Component[],
  parameters: ReadonlyMap<string, unknown>,
  message: SignedMessage,
): string {
  const inner = toInnerList(components, parameters);
  const identifiers = inner[0].map((item) => serialized(() => serializeItem(item)));
  if (new Set(identifiers).size !== identifiers.length) throw invalid('a component is covered twice');
  const lines = identifiers.map(
    (identifier, index) => `${identifier}: ${componentValue(components[index] as Component, message)}`,
  );
  return [...lines, `"@signature-params": ${serialized(() => serializeInnerList(inner))}`].join('\n');
}

/** What was parsed may still be out of the range that can be written. */
function serialized(serialize: () => string): string {
  try {
    return serialize();
  } catch (cause) {
    throw invalid('a component or parameter cannot be written', cause);
  }
}

/** Signs a signature base; gives base64 with padding, as a byte sequence of RFC 9651 has it. */
export type Signer = (base: string) => string;

/** The two fields of a message signed under `label`. */
export function signatureFields(
  label: string,
  components: readonly Component[],
  parameters: ReadonlyMap<string, unknown>,
  message: SignedMessage,
  sign: Signer,
): { 'signature-input': string; signature: string } {
  return {
    'signature-input': `${label}=${serializeInnerList(toInnerList(components, parameters))}`,
    signature: `${label}=:${sign(signatureBase(components, parameters, message))}:`,
  };
}

/** Reads the signature under `label` and works out its base. @throws signature.missing, signature.invalid */
export function receivedSignature(label: string, message: SignedMessage): ReceivedSignature {
  const inputField = message.headers['signature-input'];
  const signatureField = message.headers['signature'];
  if (inputField === undefined || signatureField === undefined) throw new CodedError('signature.missing');
  if (inputField.length > 2_048 || signatureField.length > 512) throw invalid('the signature fields are too long');
  const input = dictionary(inputField).get(label);
  const value: unknown = dictionary(signatureField).get(label)?.[0];
  if (input === undefined || value === undefined) throw new CodedError('signature.missing');
  if (!isInnerList(input) || !(value instanceof ArrayBuffer)) throw invalid('wrong types');
  const signature = Buffer.from(value).toString('base64');
  // One signature has one spelling: stray bits at the end of its base64 would pass the parser.
  if (!signatureField.includes(`:${signature}:`)) throw invalid('another spelling');
  const components = input[0].map(([name, own]): Component => {
    if (typeof name !== 'string') throw invalid('a component name is a string');
    const key: unknown = own.get('key');
    if ([...own.keys()].some((parameter) => parameter !== 'req' && parameter !== 'key'))
      throw invalid('component parameter');
    if (key !== undefined && typeof key !== 'string') throw invalid('component key');
    return { name, ...(own.get('req') === true ? { req: true as const } : {}), ...(key === undefined ? {} : { key }) };
  });
  const parameters = input[1];
  return { components, parameters, base: signatureBase(components, parameters, message), signature };
}

export function hmacSigner(key: MacKey): Signer {
  return (base) => hmacSha256Base64(key, base);
}

export function ed25519Signer(key: KeyPair): Signer {
  return (base) => Buffer.from(signEd25519(key, utf8(base))).toString('base64');
}

/** @throws signature.invalid */
export function verifyHmac({ base, signature }: SignedBase, key: MacKey): void {
  // As texts: bytes of the MAC and of the signature, each as memory of their own, would take as long as the hashing.
  if (!equalAscii(hmacSha256Base64(key, base), signature)) throw invalid('the signature does not verify');
}

/** @throws signature.invalid */
export function verifySignature(received: SignedBase, publicKey: Uint8Array): void {
  const signature = Buffer.from(received.signature, 'base64');
  if (signature.byteLength !== 64 || !verifyEd25519(publicKey, utf8(received.base), signature)) {
    throw invalid('the signature does not verify');
  }
}
