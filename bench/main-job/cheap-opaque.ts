import * as opaque from '@serenity-kit/opaque';

/*
 * The client's side of OPAQUE with the cheapest password hashing that the library offers. How long a client hashes does
 * not show on the server's side, and one client here stands for many terminals.
 */
await opaque.ready;

const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } };
// src/protocol/opaque.ts
const identifiers = (userId: string) => ({ client: userId, server: 'naviterm/1 accounts' });

/** The record of a password, as the account server keeps it. */
export function cheapRegistration(serverSetup: string, userId: string, password: string): string {
  const { clientRegistrationState, registrationRequest } = opaque.client.startRegistration({ password });
  const { registrationResponse } = opaque.server.createRegistrationResponse({
    serverSetup,
    userIdentifier: userId,
    registrationRequest,
  });
  const { registrationRecord } = opaque.client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState,
    identifiers: identifiers(userId),
    keyStretching,
  });
  return registrationRecord;
}

export const startCheapLogin = (password: string) => opaque.client.startLogin({ password });

/** @throws Error where the password is wrong */
export function finishCheapLogin(userId: string, password: string, clientLoginState: string, loginResponse: string) {
  const options = { clientLoginState, loginResponse, password, identifiers: identifiers(userId), keyStretching };
  const finished = opaque.client.finishLogin(options);
  if (finished === undefined) throw new Error(`the login of ${userId} failed`);
  return finished;
}
