import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const password = 'demonstration\n';
const secrets = 'org.freedesktop.secrets';

/** A message bus apart from the tests' own, with or without a keyring on it. */
export interface MessageBus {
  /** What a program needs in its environment to use it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts a keyring on it; one that is locked is unlocked. */
  readonly unlock: () => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param service what the bus starts when somebody asks for a keyring; nothing where absent */
export async function openMessageBus(service?: string): Promise<MessageBus> {
  const folder = await mkdtemp(join(tmpdir(), 'message-bus-'));
  const [home, run, services] = ['home', 'run', 'services'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [home, run, services]) await mkdir(path, { mode: 0o700 });
  if (service !== undefined)
    await writeFile(join(services, `${secrets}.service`), `[D-BUS Service]\nName=${secrets}\nExec=${service}\n`);
  const configuration = join(folder, 'bus.conf');
  await writeFile(
    configuration,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
      "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><listen>unix:dir=${run}</listen><servicedir>${services}</servicedir>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  // Without a display no window asks for the keyring's password.
  const { DISPLAY: _display, XDG_DATA_HOME: _dataHome, ...without } = process.env;
  const environment = { ...without, HOME: home, XDG_RUNTIME_DIR: run };
  const daemon = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
  });
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer];
  const onBus = { ...environment, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
  return {
    environment: onBus,
    unlock: async () => {
      const keyring = spawn('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets'], {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: onBus,
      });
      keyring.stdin.end(password);
      await once(keyring, 'exit');
      await untilNamed(onBus);
    },
    lock: async () => {
      const [path, method] = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'];
      const login = `array:objpath:${path}/collection/login`;
      await execute('dbus-send', ['--session', '--print-reply', `--dest=${secrets}`, path, method, login], {
        env: onBus,
      });
    },
    // The keyring ends with its bus.
    stop: async () => {
      daemon.kill();
      if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Until a keyring answers on the bus: its program returns before that. */
async function untilNamed(env: NodeJS.ProcessEnv): Promise<void> {
  const method = 'org.freedesktop.DBus.NameHasOwner';
  const question = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', method, `string:${secrets}`];
  const end = performance.now() + 5_000;
  for (;;) {
    const { stdout } = await execute('dbus-send', ['--session', '--print-reply', ...question], { env });
    if (stdout.includes('boolean true')) return;
    if (performance.now() > end) throw new Error('the keyring does not come to its bus');
    await wait(50);
  }
}
