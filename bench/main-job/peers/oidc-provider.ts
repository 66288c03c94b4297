// oidc-provider 9 issuing DPoP-bound access tokens for the client credentials grant, configured as its documentation
// says for production: keys of its own for signatures and cookies, NODE_ENV=production, no development interactions.
// Its documentation demands an adapter to a database of the operator's; every one that it names is a server on the
// network (Redis, MongoDB, SQL). The in-memory adapter stands here instead, which is meant for development: it keeps
// nothing on disk, and so favours the peer.
// Prints its address and runs until its standard input closes.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

interface OidcProvider {
  readonly Provider: new (issuer: string, configuration: object) => { callback(): RequestListener };
}

// By a name that is computed, for it is no dependency of the product: it is installed beside this file when it is needed.
const packageName = ['oidc', 'provider'].join('-');
const { Provider } = (await import(packageName)) as OidcProvider;

const server = createServer();
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'bench',
      client_secret: 'secret-of-the-bench',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      dpop_bound_access_tokens: true,
      id_token_signed_response_alg: 'ES256',
    },
  ],
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  features: {
    clientCredentials: { enabled: true },
    dPoP: { enabled: true },
    devInteractions: { enabled: false },
  },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' }] },
  ttl: { ClientCredentials: 300 },
});

server.on('request', provider.callback());
process.stdin.on('end', () => process.exit(0)).resume();
console.log(issuer);
