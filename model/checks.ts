import type { Finding, Search, Verdict } from './spin.ts';

/** One thing to verify, and what must come out. */
export interface Check {
  readonly model: string;
  /** What holds, or which defence is missing. */
  readonly property: string;
  readonly defines: readonly string[];
  readonly search: Search;
  readonly expected: Verdict;
  /** Broken variants: part of the assertion that must be the broken one, as SPIN shows it. */
  readonly assertion?: string;
}

const holds = (model: string, search: Search, property: string, ...defines: string[]): Check => ({
  model,
  property,
  defines,
  search,
  expected: 'holds',
});

/** The protocol as it is. */
const properties: readonly Check[] = [
  holds('channel', 'safety', 'a message is decided once; no key and nonce seal two texts'),
  holds('channel', 'safety', 'the same, against somebody else with the keys', 'COPY'),
  holds('channel', 'liveness', 'every loss is made up for'),
  holds('allocation', 'safety', 'the chain is of this walk, this device, no lower version'),
  holds('allocation', 'liveness', 'the server is reached, also after it moved'),
  holds('device-authentication', 'safety', 'agreement; certificates once, for one service, unread by others'),
  holds('device-authentication', 'liveness', 'the terminal is admitted'),
  holds('login', 'safety', 'a login counts in its channel alone, once; nobody else reads on'),
  holds(
    'login',
    'safety',
    'without strengthened keys, the binding alone keeps the key secret',
    'BROKEN_NOT_STRENGTHENED',
  ),
  holds(
    'login',
    'safety',
    'without the binding, strengthened keys alone keep it secret',
    'BROKEN_UNBOUND_LOGIN',
    'SECRECY_ALONE',
  ),
  holds('sign-up', 'safety', 'the key that counts is held; confirmed twice, one answer'),
  holds('sign-up', 'safety', 'the same, with a terminal that confirms too early', 'HASTY'),
  holds('sign-up', 'liveness', 'the terminal is signed up; no pending key blocks it'),
  holds('session', 'safety', 'a change happens once, while the session lives; answers fit; no key is shared'),
  holds('session', 'liveness', 'what was wished is granted, in this session or the next'),
];

const fails = (model: string, defence: string, property: string, assertion: string, ...more: string[]): Check => ({
  model,
  property: `without: ${property}`,
  defines: [`BROKEN_${defence}`, ...more],
  search: 'safety',
  expected: 'assertion broken',
  assertion,
});

const neverEnds = (model: string, defence: string, property: string): Check => ({
  model,
  property: `without: ${property}`,
  defines: [`BROKEN_${defence}`],
  search: 'liveness',
  expected: 'never ends well',
});

/** The protocol with one defence taken out: for each there is an attack, or a loss that nothing makes up for. */
const brokenVariants: readonly Check[] = [
  fails('channel', 'OTHER_BYTES_AT_A_USED_COUNTER', 'a used counter refuses other bytes', 'decided[', 'COPY'),
  fails('channel', 'TERMINAL_SEALS_AGAIN', 'a terminal resends the bytes that it sealed', 'sealed['),
  fails('channel', 'NO_SECOND_LOOK', 'the counter is taken inside the transaction', 'decided['),
  fails('channel', 'COOKIE_OUTLIVES_CHANNEL', 'a cookie is void before its channel is forgotten', 'decided['),
  neverEnds('channel', 'NO_STORED_REPLY', 'the last reply is kept for whoever asks again'),
  fails('allocation', 'ANSWER_WITHOUT_NONCE', 'the nonce in an allocation answer', 'nonce==walk'),
  fails('allocation', 'NO_VERSION_MEMORY', 'versions seen are remembered', 'version>=seen'),
  fails('allocation', 'NO_SCOPE_CHECK', 'each scope covers the terminal', 'link=='),
  fails('allocation', 'LINK_SIGNED_BY_ANYBODY', 'each link is signed by the one before', 'intruder_signed'),
  fails('allocation', 'SECOND_PART_NOT_BOUND', 'the binding of the sealed second part', 'device=='),
  fails('device-authentication', 'NO_PSK', 'the device secret in the handshake', 'identifier['),
  fails('device-authentication', 'CERTIFICATE_IN_THE_OPEN', 'the certificate comes sealed', 'certificate_known['),
  fails('device-authentication', 'CERTIFICATE_FOR_ANY_SERVICE', 'a certificate is for one service', 'for_service['),
  fails('device-authentication', 'CERTIFICATE_USED_TWICE', 'a certificate is used up', 'used_by['),
  fails('device-authentication', 'SERVICE_NONCE_NOT_CHECKED', 'the service knows its nonces', 'made_nonce['),
  fails('device-authentication', 'ADMISSION_WITHOUT_PROOF', 'the key of the certificate signs', 'identifier['),
  fails('login', 'UNBOUND_LOGIN', 'the login is bound to its channel', 'stands_in['),
  fails(
    'login',
    'UNBOUND_LOGIN',
    'neither the binding nor strengthened keys',
    'access_key_known',
    'BROKEN_NOT_STRENGTHENED',
    'SECRECY_ALONE',
  ),
  fails('sign-up', 'CONFIRM_WITHOUT_PROOF', 'a confirmation proves the key', 'holder', 'HASTY'),
  fails('sign-up', 'CONFIRM_BEFORE_WRITING', 'the key is written before it is confirmed', 'holder'),
  fails('sign-up', 'PENDING_KEY_DISPLACES', 'a pending key displaces nobody', 'holder'),
  fails('sign-up', 'CONFIRM_ONCE_ONLY', 'a confirmation may be repeated', 'refused'),
  neverEnds('sign-up', 'PENDING_KEY_BLOCKS', 'a pending key makes room for the next'),
  fails('session', 'NO_IDEMPOTENCY_KEY', 'a resend is known by its idempotency key', 'effects['),
  fails('session', 'COUNTER_NOT_USED_UP', 'a counter is used up, by a refusal too', 'was_refused['),
  fails('session', 'REPLY_NOT_BOUND', 'a reply is bound to its request', 'counter'),
  fails('session', 'SESSION_ENDS_WITHOUT_CHECK', 'every request checks the session', 'live['),
  fails('session', 'ONE_KEY_FOR_ALL_AUDIENCES', 'each audience has a key of its own', ''),
  fails('session', 'KEY_TOLD_TO_ANY_SERVICE', 'a handle is answered to its audience alone', 'forged'),
];

/** A broken variant that nothing is found wrong with is a surprise, too, and so is another attack than the expected one. */
export const isAsExpected = (check: Check, finding: Finding): boolean =>
  finding.verdict === check.expected && finding.assertion.includes(check.assertion ?? '');

/** Everything; `full` with larger bounds. */
export const checks = (full: boolean): readonly Check[] =>
  [...properties, ...brokenVariants].map((check) =>
    full && check.expected === 'holds' ? { ...check, defines: [...check.defines, 'FULL'] } : check,
  );
