import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { testedCore } from '../kit/cores.ts';
import { startProcess, type ProcessCpu } from '../kit/processes.ts';
import { timed, type FigureDefinition, type Run } from '../kit/question.ts';
import { writeBigRegion } from './big-region.ts';
import { Installation } from './installation.ts';

const bytesPerSecond = 128 * 1024 * 1024;
const regionId = 'big';
const configuration = fileURLToPath(new URL('peers/nginx.conf', import.meta.url));
/** The client is this process: what is compared here is the two ends together. */
const thisProcess: ProcessCpu = {
  seconds: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  },
};

interface Artefact {
  readonly bytes: number;
  readonly sha256: string;
}

/** G4: a region in sealed chunks, each kept on disk before it counts, beside one stream of the same bytes. */
export const regionDownload: FigureDefinition = {
  name: 'region-download',
  what: 'download of a region over loopback, written and verified',
  unit: 'MB',
  goal: 0.5,
  basis: 'elapsed',
  async prepare(say, seconds) {
    const installation = await Installation.create();
    try {
      const files = join(installation.folder, 'nginx', 'files');
      await mkdir(files, { recursive: true });
      const source = join(files, `${regionId}.pmtiles`);
      say('making a region of noise and publishing it');
      await writeBigRegion(source, Math.ceil(bytesPerSecond * seconds));
      const artefact = { bytes: (await stat(source)).size, sha256: await digestOfFile(source) };
      await installation.operate('maps', 'publish', source, '--region', regionId, '--name', 'en=Big');
      await installation.run(['first-allocation', 'second-allocation', 'authentication', 'accounts']);
      await installation.run(['service'], testedCore);
      const url = `${await startNginx(installation)}/${regionId}.pmtiles`;
      return {
        ours: { name: 'terminal from the service server', measure: () => downloadAsTerminal(installation, artefact) },
        peer: { name: 'plain Node client from nginx', measure: () => downloadPlainly(url, installation, artefact) },
        close: () => installation.remove(),
      };
    } catch (error) {
      await installation.remove();
      throw error;
    }
  },
};

let terminals = 0;

/** Each time a new terminal, in session already. */
async function downloadAsTerminal(installation: Installation, artefact: Artefact): Promise<Run> {
  const { terminal, folder, close } = await installation.signedUpTerminal(`terminal-${(terminals += 1)}`);
  await terminal.maps.list();
  const run = await timed(thisProcess, async () => {
    const [installed] = await terminal.maps.download(regionId);
    if (installed?.length !== artefact.bytes) throw new Error('the terminal installed something else');
    return artefact.bytes / 1_000_000;
  });
  const [path = ''] = (await terminal.maps.paths(regionId)).values();
  if ((await digestOfFile(path)) !== artefact.sha256) throw new Error('the terminal installed other bytes');
  await close();
  await rm(folder, { recursive: true });
  return run;
}

/** Hashes and writes what comes, flushes it once at the end, and puts it in place. */
async function downloadPlainly(url: string, { folder }: Installation, artefact: Artefact): Promise<Run> {
  const path = join(folder, 'plain.pmtiles');
  const run = await timed(thisProcess, async () => {
    const response = await new Promise<IncomingMessage>(
      (resolve, reject) => void get(url, resolve).on('error', reject),
    );
    const hash = createHash('sha256');
    const file = await open(`${path}.part`, 'w');
    await pipeline(
      response,
      async function* (parts: AsyncIterable<Buffer>) {
        for await (const part of parts) {
          hash.update(part);
          yield part;
        }
      },
      file.createWriteStream({ flush: true }),
    );
    if (hash.digest('hex') !== artefact.sha256) throw new Error('nginx sent other bytes');
    await rename(`${path}.part`, path);
    return artefact.bytes / 1_000_000;
  });
  await rm(path);
  return run;
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @returns where it listens */
async function startNginx(installation: Installation): Promise<string> {
  const folder = join(installation.folder, 'nginx');
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, (await readFile(configuration, 'utf8')).replaceAll('PORT', String(port)));
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  // Unlike Node's programs it does not see that this one is gone.
  const untilParentEnds = ['setpriv', '--pdeathsig', 'TERM'];
  const command = [...untilParentEnds, 'nginx', '-p', folder, '-c', file, '-e', 'stderr'];
  installation.alsoStop(await startProcess({ command, core: testedCore, isReady }));
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
