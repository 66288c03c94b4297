import type { Observation } from './run-recorder.ts';

/*
 * What was observed of a run, in the words of each model (model/*.pml): the models' events, in the order of the run. What a
 * model does not speak of is left out.
 */

type Line = Extract<Observation, { readonly path: string; readonly bytes: string }>;

const isMessage = (seen: Observation, purpose: string, counter?: number): seen is Line =>
  'bytes' in seen &&
  seen.path === `/v1/channels/${purpose}/messages` &&
  (counter === undefined || seen.counter === counter);

const isFirst = (seen: Observation, purpose: string, counter: number): boolean =>
  seen.what === 'sent' && seen.bytes === 'new' && isMessage(seen, purpose, counter);

const isTold = (seen: Observation, type: string): boolean => seen.what === 'told' && seen.event.type === type;

const isDecided = (seen: Observation, server: string, action: string): boolean =>
  seen.what === 'audit' && seen.outcome === 'ok' && seen.server === server && seen.action === action;

/** Gives an event its name: another one when it happens again. */
function counted(first: string, again: string): () => string {
  let times = 0;
  return () => ((times += 1) === 1 ? first : again);
}

type Reading = (seen: Observation) => string | readonly string[] | undefined;

const project = (log: readonly Observation[], reading: Reading): string[] => log.flatMap((seen) => reading(seen) ?? []);

/** channel.pml: the messages of one channel. */
export function channelEvents(log: readonly Observation[], purpose: string, channel: number): string[] {
  const sent = { new: 'SEND_NEW', same: 'SEND_SAME', other: 'SEND_OTHER' };
  const answered = { new: 'DECIDE', same: 'REPEAT', other: 'ANSWER_OTHERWISE' };
  return project(log, (seen) => {
    if (!isMessage(seen, purpose) || seen.channel !== channel) return undefined;
    const { counter } = seen;
    switch (seen.what) {
      case 'sent':
        return `${sent[seen.bytes]}(${counter})`;
      case 'answered':
        return `${answered[seen.bytes]}(${counter})`;
      case 'taken':
        return `TAKE(${counter})`;
      case 'request-lost':
        return 'LOSE_REQUEST';
      case 'answer-lost':
        return 'LOSE_REPLY';
    }
  });
}

/** login.pml: the first steps of a sign-up; who sends the third has believed the server. */
export const loginEvents = (log: readonly Observation[]): string[] =>
  project(log, (seen) => {
    if (isFirst(seen, 'sign-up', 0)) return 'LOGIN_START';
    if (isFirst(seen, 'sign-up', 1)) return 'LOGIN_FINISH';
    if (isFirst(seen, 'sign-up', 2)) return 'SERVER_BELIEVED';
    return isDecided(seen, 'accounts', 'sign-up.login') ? 'LOGGED_IN' : undefined;
  });

/** sign-up.pml: the steps after the login, and the confirmation in a session channel after the terminal was killed. */
export function signUpEvents(log: readonly Observation[]): string[] {
  let killed = false;
  return project(log, (seen) => {
    if (isFirst(seen, 'sign-up', 3)) return 'CHOOSE';
    if (isFirst(seen, 'sign-up', 4)) return 'CONFIRM';
    if (isDecided(seen, 'accounts', 'access-key.issue')) return 'KEY_ISSUED';
    if (isDecided(seen, 'accounts', 'access-key.activate')) return 'ACTIVATED';
    if (seen.what === 'taken' && isMessage(seen, 'sign-up', 3)) return 'KEY_TAKEN';
    if (seen.what === 'answer-lost' && (isMessage(seen, 'sign-up', 3) || isMessage(seen, 'sign-up', 4)))
      return 'REPLY_LOST';
    if (seen.what === 'access-key-in-vault') return 'KEY_WRITTEN';
    if (isTold(seen, 'signed-up')) return 'CONFIRMED';
    if (seen.what === 'killed') {
      killed = true;
      return 'KILLED';
    }
    if (killed && isFirst(seen, 'session', 0)) {
      killed = false;
      return 'CONFIRM_IN_SESSION';
    }
    return undefined;
  });
}

/** allocation.pml, on either route. */
export const allocationEvents = (log: readonly Observation[]): string[] =>
  project(log, (seen) => {
    if (seen.what === 'sent' && seen.path === '/v1/allocations') return ['WALK', 'WALKED_BY_SERVICE'];
    if (isTold(seen, 'authenticated')) return 'REACHED';
    if (seen.what !== 'told') return isWalkedOneself(log) ? answerOf(seen) : undefined;
    const { event } = seen;
    if (event.type === 'authentication-server') {
      const taken = { stored: 'STORED_TRIED', 'terminal-walked': 'SECOND_TAKEN', 'service-walked': 'CHAIN_TAKEN' };
      return taken[event.from];
    }
    if (event.type !== 'hop' || !isWalkedOneself(log)) return undefined;
    return event.role === 'first-allocation' ? ['WALK', 'FIRST_ASKED'] : 'FIRST_TAKEN';
  });

const isWalkedOneself = (log: readonly Observation[]): boolean =>
  !log.some((seen) => 'path' in seen && seen.path === '/v1/allocations');

function answerOf(seen: Observation): string | undefined {
  if (isDecided(seen, 'first', 'allocation.answer')) return 'FIRST_SIGNED';
  return isDecided(seen, 'second', 'allocation.answer') ? 'SECOND_SIGNED' : undefined;
}

/** device-authentication.pml: one visit to a service, from its demand to the admission. */
export function deviceAuthenticationEvents(log: readonly Observation[]): string[] {
  const present = counted('PRESENT', 'PRESENT_AGAIN');
  const admit = counted('CHECKED_AND_ADMITTED', 'ADMITTED_AGAIN');
  return project(log, (seen) => {
    if (isTold(seen, 'service-refused')) return 'DEMAND';
    if (isTold(seen, 'authenticated')) return 'CERTIFIED';
    if (isTold(seen, 'admitted')) return 'ADMITTED';
    if (isFirst(seen, 'device-authentication', 0)) return 'ASK_CERTIFICATE';
    if (isDecided(seen, 'authentication', 'certificate.issue')) return 'ISSUED';
    if (isDecided(seen, 'service', 'admission')) return admit();
    if (seen.what !== 'sent') return undefined;
    if (seen.path === '/v1/admissions') return present();
    return seen.path === '/v1/channels/device-authentication/handshake' && seen.bytes === 'new'
      ? 'HANDSHAKE'
      : undefined;
  });
}

/** session.pml: one session, its extension, and its first request to the service. */
export function sessionEvents(log: readonly Observation[]): string[] {
  const change = counted('CHANGED', 'ANSWERED_AGAIN');
  const seenBefore = new Set<string>();
  const once = (event: string) => (seenBefore.size < seenBefore.add(event).size ? event : undefined);
  return project(log, (seen) => {
    if (isTold(seen, 'session-opened')) return 'OPENED';
    if (isTold(seen, 'session-extended')) return 'WISH_GRANTED';
    if (!('path' in seen)) return undefined;
    if (seen.path === '/v1/sessions/current/extension') {
      if (seen.what === 'sent') return 'WISH_SENT';
      return seen.what === 'answered' && seen.status === 200 ? change() : undefined;
    }
    if (seen.what === 'asked-between-servers') {
      return seen.path === '/v1/channels/session-check/messages' && seen.status === 200
        ? once('SESSION_CHECKED')
        : undefined;
    }
    if (seen.path !== '/v1/catalog' || !seen.signed) return undefined;
    if (seen.what === 'sent') return once('SERVICE_ASKED');
    return seen.what === 'taken' && seen.status === 200 ? once('SERVED') : undefined;
  });
}
