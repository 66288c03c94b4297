import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogPath } from '../../src/contract/maps.ts';
import { protocolHeader, protocolVersion } from '../../src/contract/protocol-version.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { importSecretKey } from '../../src/protocol/hash.ts';
import { signSessionRequest, verifyReply } from '../../src/protocol/request-signatures.ts';
import type { Audience } from '../../src/protocol/session-keys.ts';
import { testedCore } from '../kit/cores.ts';
import { startProcess, type RunningProcess } from '../kit/processes.ts';
import { timed, warmUpOnce, type FigureDefinition, type Side } from '../kit/question.ts';
import { sendWithWrk, writeRequests } from '../kit/wrk.ts';
import { Installation } from './installation.ts';

const peerProgram = fileURLToPath(new URL('peers/fastify.ts', import.meta.url));
const requestCount = 20_000;
const connections = 64;

/** C5: what a service server does for each request, beside the same framework doing nothing but to answer. */
export const signedGet: FigureDefinition = {
  name: 'signed-get',
  what: 'signed GET of the catalogue under a live session, checked and answered with a signature',
  unit: 'requests',
  goal: 0.5,
  basis: 'saturated',
  async prepare(say) {
    const installation = await Installation.create();
    try {
      await installation.run(['first-allocation', 'second-allocation', 'authentication', 'accounts']);
      const process = await installation.run(['service'], testedCore);
      const { terminal, configuration } = await installation.signedUpTerminal();
      const { id } = await terminal.directory.configuredService();
      const audience = terminal.sessions.audience(await terminal.service.session(), id);
      const baseUrl = configuration.serviceUrl.replace(/\/$/, '');

      say(`signing ${requestCount} requests, each with a counter of its own`);
      const requests = join(installation.folder, 'requests');
      const counters = Array.from({ length: requestCount }, (_, index) => index + 1);
      await writeRequests(
        requests,
        counters.map((counter) => requestText(baseUrl, audience, counter)),
      );
      const body = await checkedAnswer(baseUrl, audience, requestCount + 1);
      const service = sideOf('service server', process, baseUrl, requests);
      const ours: Side = {
        ...service,
        measure: async (seconds) => {
          await checkedAnswer(baseUrl, audience, requestCount + 1);
          return service.measure(seconds);
        },
      };
      const peer = async (name: string, ...parameters: string[]): Promise<Side> => {
        const started = await startPeer(body, parameters);
        installation.alsoStop(started.process);
        return sideOf(name, started.process, started.url, requests);
      };
      return {
        ours,
        peer: await peer('bare Fastify route'),
        context: [await peer('Fastify route with one HMAC', '--hmac')],
        close: () => installation.remove(),
      };
    } catch (error) {
      await installation.remove();
      throw error;
    }
  },
};

/** The peers get the very same bytes: they route by the path, whatever the signature says. */
function sideOf(name: string, server: RunningProcess, url: string, requests: string): Side {
  const send = (seconds: number) => sendWithWrk({ url, requests, connections, seconds });
  const warmUp = warmUpOnce(send);
  const measure = async (seconds: number) => {
    await warmUp();
    return timed(server, () => send(seconds));
  };
  return { name, measure };
}

function signedFields(baseUrl: string, audience: Audience, counter: number): Record<string, string> {
  const headers = { [protocolHeader]: String(protocolVersion) };
  const request = { method: 'GET', url: baseUrl + catalogPath, body: new Uint8Array(0), headers };
  return signSessionRequest(request, { ...audience, counter });
}

function requestText(baseUrl: string, audience: Audience, counter: number): string {
  const fields = Object.entries(signedFields(baseUrl, audience, counter)).map(([name, value]) => `${name}: ${value}`);
  return [`GET ${catalogPath} HTTP/1.1`, `host: ${new URL(baseUrl).host}`, ...fields, '', ''].join('\r\n');
}

/** One answer as a terminal gets it: it has to be what the session's key signed. @returns its body */
async function checkedAnswer(baseUrl: string, audience: Audience, counter: number): Promise<string> {
  const url = baseUrl + catalogPath;
  const headers = signedFields(baseUrl, audience, counter);
  const response = await httpTransport({ method: 'GET', url, headers, maximumBytes: 1_048_576, timeout: 10 });
  if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}`);
  const request = { method: 'GET', targetUri: url, headers };
  verifyReply('session', { ...response, request }, { audienceKey: importSecretKey(audience.audienceKey) });
  return Buffer.from(response.body).toString('utf8');
}

async function startPeer(body: string, parameters: readonly string[]) {
  let url = '';
  const process = await startProcess({
    command: [globalThis.process.execPath, peerProgram, ...parameters],
    core: testedCore,
    environment: { BODY: body },
    isReady: (printed) => {
      url = printed.trim();
      return printed.endsWith('\n');
    },
  });
  return { url, process };
}
