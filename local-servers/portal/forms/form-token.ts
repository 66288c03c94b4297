import type { FastifyReply, FastifyRequest } from 'fastify';
import { equalBytes, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { hkdf, hmacSha256 } from '../../../src/protocol/hash.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { readCookie } from '../../kit/pages/language.ts';

/** `__Host-`: browsers take it over TLS only, from this host only. */
const cookieName = '__Host-form';

/**
 * Tells the portal's own forms from those that another site sends in a visitor's name. The browser holds a random
 * cookie; each form carries a MAC of it, which no other site can read. Nothing is stored.
 */
export class FormTokens {
  readonly #key: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.#key = hkdf(masterKey, new Uint8Array(), utf8('naviterm/v1 portal form tokens'), 32);
  }

  /** The value for a form of this visitor; gives the visitor a cookie where there is none. */
  issue(request: FastifyRequest, reply: FastifyReply): string {
    let visitor = readCookie(request, cookieName);
    if (visitor === undefined || !/^[A-Za-z0-9_-]{22}$/.test(visitor)) {
      visitor = toBase64url(randomBytes(16));
      // Lax: the payment link in a mail leads here from another site, and must find the cookie of other open tabs.
      reply.header('set-cookie', `${cookieName}=${visitor}; Path=/; SameSite=Lax; HttpOnly; Secure`);
    }
    return this.#tokenOf(visitor);
  }

  /** Whether a form came from a page of ours. JSON needs no token: other sites' pages cannot send it here. */
  accepts(request: FastifyRequest, token: string | undefined): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (request.headers['content-type']?.startsWith('application/json') === true) return true;
    const visitor = readCookie(request, cookieName);
    if (visitor === undefined || token === undefined) return false;
    return equalBytes(utf8(token), utf8(this.#tokenOf(visitor)));
  }

  #tokenOf(visitor: string): string {
    return toBase64url(hmacSha256(this.#key, utf8(visitor)));
  }
}
