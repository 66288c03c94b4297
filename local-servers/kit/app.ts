import swagger from '@fastify/swagger';
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { Type } from 'typebox';
import { channelMediaType } from '../../src/contract/channel.ts';
import { Health, healthPath } from '../../src/contract/health.ts';
import { protocolHeader, protocolVersion, supportedProtocolVersions } from '../../src/contract/protocol-version.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { arrivalOptions, assertHost, hasMoreToCome, ignoreExpectations, type ArrivalLimits } from './arrival.ts';
import { systemClock, type ServerClock } from './clock.ts';
import { lazyLogger, saysInfo } from './lazy-logger.ts';

import type { Logger } from './logging.ts';
import { answerBrokenRequest, sendProblem, type ProblemPage } from './problems.ts';
import { RequestLimit } from './request-limit.ts';
import { assertVersion, notFound } from './versions.ts';

/** A role's HTTP server; its routes take their types from their TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface AppLimits extends ArrivalLimits {
  /** Bytes of a request's body; a route may set its own `bodyLimit`. */
  readonly bodyBytes: number;
  /** Seconds that a connection may be silent. */
  readonly silenceSeconds: number;
  /** Seconds that a connection without a request is kept. */
  readonly keepAliveSeconds: number;
  readonly requestsPerConnection: number;
  readonly connections: number;
  /** Requests of one address (IPv6: one /64) in a minute. */
  readonly requestsPerMinute: number;
}

export const defaultLimits: AppLimits = {
  bodyBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  requestSeconds: 15,
  silenceSeconds: 60,
  keepAliveSeconds: 10,
  requestsPerConnection: 10_000,
  connections: 1_000,
  requestsPerMinute: 12_000,
};

export interface AppOptions {
  readonly role: string;
  readonly serverId: string;
  readonly logger: Logger;
  /** What limits count by; the system's where absent. */
  readonly clock?: ServerClock;
  readonly limits?: Partial<AppLimits>;
  /** PEM; the server speaks TLS 1.2 or newer where given. */
  readonly https?: { readonly key: string; readonly cert: string };
  /** Shows problems to people, for roles that serve pages. */
  readonly problemPage?: ProblemPage;
}

/**
 * An HTTP server with what all roles share: ceilings, a rate limit, problem documents, `GET /health`,
 * `GET /openapi.json`, the protocol's version on every answer. It does not listen; see listen.ts.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const limits = { ...defaultLimits, ...options.limits };
  const settings: FastifyHttpOptions<RawServerDefault> = {
    // Fastify's own would have each request listen to its answer's end, said or not.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (_none, bindings, own) => lazyLogger(options.logger, bindings, own),
    genReqId: requestIds(),
    requestIdHeader: false,
    trustProxy: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    connectionTimeout: limits.silenceSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    maxRequestsPerSocket: limits.requestsPerConnection,
    routerOptions: { maxParamLength: 200 },
    // While it drains, what comes on open connections is still answered, and the connection then closed.
    return503OnClosing: false,
    http: arrivalOptions(limits),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error, options.problemPage),
  };
  const app = createInstance(settings, options.https, limits);
  app.log = options.logger;
  app.server.maxConnections = limits.connections;
  ignoreExpectations(app.server);
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error, options.problemPage));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, notFound(request.url), options.problemPage));
  app.addContentTypeParser(channelMediaType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  addHooks(app, new RequestLimit(limits.requestsPerMinute, options.clock ?? systemClock()));
  await addDescription(app, options);
  return app;
}

function createInstance(
  settings: FastifyHttpOptions<RawServerDefault>,
  https: AppOptions['https'],
  limits: AppLimits,
): App {
  if (https === undefined) return fastify(settings).withTypeProvider<TypeBoxTypeProvider>();
  const secure = { ...https, minVersion: 'TLSv1.2' as const, ...arrivalOptions(limits) };
  // Over TLS it is another class of server under the same interface; callers need not know which.
  return fastify({
    ...settings,
    http: null,
    https: secure,
  } as unknown as typeof settings).withTypeProvider<TypeBoxTypeProvider>();
}

/** Hooks with a callback, for each one that returns a promise costs every request a turn of the promises' queue. */
function addHooks(app: App, requestLimit: RequestLimit): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (saysInfo(request.log)) logWhenAnswered(app.log, request, reply);
    reply.headers({
      [protocolHeader]: String(protocolVersion),
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    // Before anything else, for unknown addresses too.
    requestLimit.count(request.raw.socket);
    assertHost(request.raw);
    assertVersion(request.headers[protocolHeader]);
    // Before its body, which nobody here would read.
    if (request.is404) throw notFound(request.url);
    done();
  });
  // A connection that is kept open after its last answer would hold up the end of the server.
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (isClosing || hasMoreToCome(request.raw)) reply.header('connection', 'close');
    done();
  });
}

/** Says it itself: most requests say nothing else, so that a logger of their own would be made for one line. */
function logWhenAnswered(log: FastifyBaseLogger, request: FastifyRequest, reply: FastifyReply): void {
  const began = performance.now();
  reply.raw.once('finish', () => {
    const [path] = request.url.split('?', 1);
    const milliseconds = Math.round(performance.now() - began);
    const facts = { method: request.method, path, status: reply.statusCode, milliseconds };
    log.info({ reqId: request.id, ...facts }, 'answered');
  });
}

async function addDescription(app: App, { role, serverId }: AppOptions): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: `Naviterm ${role} server`, version: String(protocolVersion) } },
  });
  const health: Health = { status: 'ok', role, serverId, protocol: [...supportedProtocolVersions] };
  app.get(healthPath, { schema: { summary: 'Whether the server answers', response: { 200: Health } } }, () => health);
  app.get(
    '/openapi.json',
    { schema: { hide: true, response: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) } } },
    () => app.swagger(),
  );
}

/** Short, and never the same twice in all logs: a random beginning for the process, then a count. */
function requestIds(): () => string {
  const process = toBase64url(randomBytes(6));
  let count = 0;
  return () => `${process}-${(count += 1).toString(36)}`;
}
