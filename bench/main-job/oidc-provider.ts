import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { testedCore } from '../kit/cores.ts';
import { requestBytes, type HttpConnection } from '../kit/http-connection.ts';
import { Supply } from '../kit/load.ts';
import { startProcess, type RunningProcess } from '../kit/processes.ts';

const program = fileURLToPath(new URL('peers/oidc-provider.ts', import.meta.url));
const keyCount = 2_000;
const credentials = Buffer.from('bench:secret-of-the-bench').toString('base64');
const grant = Buffer.from('grant_type=client_credentials');

export interface OidcProviderUnderLoad {
  readonly process: RunningProcess;
  readonly port: number;
  /** Token requests, each with a proof of its own (RFC 9449), signed before they are needed. */
  readonly requests: Supply<Buffer>;
  /** Sends one and checks what comes. */
  readonly obtain: (connection: HttpConnection) => Promise<void>;
}

interface ProofKey {
  readonly key: KeyObject;
  /** The proof's header, encoded. */
  readonly header: string;
}

/** Starts the peer on its core; its configuration stands in peers/oidc-provider.ts. */
export async function startOidcProvider(): Promise<OidcProviderUnderLoad> {
  let url = '';
  const process = await startProcess({
    command: [globalThis.process.execPath, program],
    core: testedCore,
    isReady: (printed) => {
      url = printed.trim();
      return printed.endsWith('\n');
    },
  });
  const { host, port } = new URL(url);
  const keys = Array.from({ length: keyCount }, createProofKey);
  let turn = 0;
  const supply = new Supply(() => {
    const key = keys[(turn += 1) % keys.length];
    if (key === undefined) throw new RangeError('no keys');
    return requestBytes({
      method: 'POST',
      path: '/token',
      host,
      headers: {
        authorization: `Basic ${credentials}`,
        dpop: createProof(key, `${url}/token`),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: grant,
    });
  });
  const obtain = async (connection: HttpConnection) => {
    const { status, body } = await connection.exchange(supply.take());
    const answer = JSON.parse(body.toString('utf8')) as { access_token?: string; token_type?: string };
    if (status === 200 && answer.access_token !== undefined && answer.token_type === 'DPoP') return;
    throw new Error(`the token request was answered with ${status}: ${body.toString('utf8')}`);
  };
  return { process, port: Number(port), requests: supply, obtain };
}

function createProofKey(): ProofKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  return { key: privateKey, header: encoded({ typ: 'dpop+jwt', alg: 'ES256', jwk }) };
}

function createProof({ key, header }: ProofKey, uri: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const content = `${header}.${encoded({ jti: randomUUID(), htm: 'POST', htu: uri, iat })}`;
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
