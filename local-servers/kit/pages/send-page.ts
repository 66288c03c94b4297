import type { FastifyReply } from 'fastify';
import type { Html } from './html.ts';

/** Nothing but the server's own style sheet and pictures; forms only to itself; shown in nobody's frame; no scripts. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What every page is sent with. `same-origin`, since with `no-referrer` browsers hide a form's origin from us too. */
export const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'accept, accept-language, cookie',
};

export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply.status(status).headers(pageHeaders).type('text/html; charset=utf-8').send(page.markup);
}

/** A file of the server's own, the same until it is installed anew. */
export function sendStyle(reply: FastifyReply, css: string): FastifyReply {
  return reply.header('cache-control', 'max-age=3600').type('text/css; charset=utf-8').send(css);
}
