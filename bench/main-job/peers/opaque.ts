// The OPAQUE library alone: the two steps of a login that a server takes, over and over, for so many seconds (the first
// argument), on the core that it is started on. Prints what it came to, as a `Run`, and ends.
import * as opaque from '@serenity-kit/opaque';
import { cheapRegistration, finishCheapLogin, startCheapLogin } from '../cheap-opaque.ts';

const seconds = Number(process.argv[2]);
const warmUpSeconds = 1;

await opaque.ready;
const userIdentifier = 'account';
const identifiers = { client: userIdentifier, server: 'naviterm/1 accounts' };
const serverSetup = opaque.server.createSetup();
const registrationRecord = cheapRegistration(serverSetup, userIdentifier, 'password');
const { clientLoginState, startLoginRequest } = startCheapLogin('password');
const start = () =>
  opaque.server.startLogin({ serverSetup, userIdentifier, registrationRecord, startLoginRequest, identifiers });
// Each start draws another server state; the finish is asked for one of them, which costs what any other does.
const { serverLoginState, loginResponse } = start();
const { finishLoginRequest } = finishCheapLogin(userIdentifier, 'password', clientLoginState, loginResponse);

function logInFor(duration: number): number {
  const end = performance.now() + duration * 1000;
  let work = 0;
  while (performance.now() < end) {
    start();
    opaque.server.finishLogin({ serverLoginState, finishLoginRequest, identifiers });
    work += 1;
  }
  return work;
}

logInFor(warmUpSeconds);
const [began, before] = [performance.now(), process.cpuUsage()];
const work = logInFor(seconds);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({ work, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1_000_000 }),
);
