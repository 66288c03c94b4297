/**
 * Every error code of Naviterm: what crosses the wire, is shown on screen and stands in the docs.
 *
 * `status` is the HTTP status that a server answers with where the error leaves it as a problem (RFC 9457).
 * `retry` says what a client may do: 'never' (as it stands), 'later' (the same again after a while) or
 * 'renew' (get a new session, admission or channel first, by itself).
 * A code, once released, keeps its meaning for ever.
 */
export interface ErrorCodeFacts {
  readonly status: number;
  readonly retry: 'never' | 'later' | 'renew';
  readonly meaning: string;
}

export const errorCodes = {
  // What any server may say of any request
  'request.malformed': {
    status: 400,
    retry: 'never',
    meaning: 'The request does not have the shape that this address takes.',
  },
  'request.too-large': { status: 413, retry: 'never', meaning: 'The body, a header or a field exceeds its ceiling.' },
  'request.timeout': { status: 408, retry: 'later', meaning: 'The request did not arrive within its time.' },
  'request.not-found': { status: 404, retry: 'never', meaning: 'Nothing is served at this address.' },
  'request.rate-limited': {
    status: 429,
    retry: 'later',
    meaning: 'Too many requests from this address; try again after retryAfter seconds.',
  },
  'request.idempotency-conflict': {
    status: 409,
    retry: 'never',
    meaning: 'The idempotency key was used before with another request.',
  },
  'protocol.version-unsupported': {
    status: 400,
    retry: 'never',
    meaning: 'The two sides speak no common version of the protocol.',
  },
  'server.unavailable': {
    status: 503,
    retry: 'later',
    meaning: 'The server cannot answer now: it starts, stops, or something that it needs is down.',
  },
  'server.internal': {
    status: 500,
    retry: 'later',
    meaning: 'The server met an error of its own; the log has it under the request id.',
  },

  // Channels
  'channel.handshake-failed': {
    status: 400,
    retry: 'renew',
    meaning:
      'The handshake did not authenticate: wrong secret, unknown identifier, wrong server key, or changed bytes.',
  },
  'channel.unknown': {
    status: 410,
    retry: 'renew',
    meaning: 'No such channel: it ended, or its cookie is too old; open a new one.',
  },
  'channel.message-invalid': {
    status: 400,
    retry: 'renew',
    meaning: 'A channel message did not decrypt, or its frame is malformed.',
  },
  'channel.counter-used': {
    status: 409,
    retry: 'renew',
    meaning: 'Other bytes were sent at a counter that is used already, or a counter was skipped.',
  },
  'channel.step-unexpected': {
    status: 409,
    retry: 'renew',
    meaning: 'This message does not belong at this point of the conversation.',
  },

  // Signed documents, the chain, the directory
  'document.signature-invalid': {
    status: 400,
    retry: 'never',
    meaning: 'A signed document is not signed by the key that must have signed it.',
  },
  'document.malformed': { status: 400, retry: 'never', meaning: 'A signed document does not have its shape.' },
  'document.version-stale': {
    status: 409,
    retry: 'never',
    meaning: 'A signed document is older than one seen before.',
  },
  'allocation.scope-violated': {
    status: 409,
    retry: 'never',
    meaning: 'A link of the chain does not cover this terminal, or exceeds the scope of the one that signed it.',
  },
  'allocation.answer-stale': { status: 409, retry: 'later', meaning: 'A signed answer was not made for this request.' },
  'allocation.maker-unknown': {
    status: 404,
    retry: 'never',
    meaning: 'No rule of the first allocation server matches the maker id.',
  },
  'allocation.model-unknown': {
    status: 404,
    retry: 'never',
    meaning: 'No rule of the second allocation server matches the model id and hardware number.',
  },
  'allocation.chain-too-long': {
    status: 409,
    retry: 'never',
    meaning: 'The chain has more links than a chain may have.',
  },
  'allocation.server-unreachable': {
    status: 502,
    retry: 'later',
    meaning: 'A server on the way to the authentication server could not be reached.',
  },

  // Devices
  'device.authentication-required': {
    status: 401,
    retry: 'renew',
    meaning: 'The service asks for device authentication first; the answer names the first allocation server.',
  },
  'device.nonce-invalid': {
    status: 401,
    retry: 'renew',
    meaning: 'The service nonce is not one of this server, or is too old.',
  },
  'device.not-provisioned': { status: 409, retry: 'never', meaning: 'This terminal holds no device identity.' },
  'device.already-provisioned': {
    status: 409,
    retry: 'never',
    meaning: 'A device with this maker id, model id and hardware number holds a secret; revoke it first.',
  },
  'certificate.invalid': {
    status: 403,
    retry: 'renew',
    meaning: 'The certificate is forged, unknown, for another key or for another nonce.',
  },
  'certificate.expired': { status: 403, retry: 'renew', meaning: 'The lifetime of the certificate has run out.' },
  'certificate.used': { status: 403, retry: 'renew', meaning: 'The certificate was used up before.' },
  'certificate.wrong-service': {
    status: 403,
    retry: 'never',
    meaning: 'The certificate was issued for another service.',
  },
  'service.unknown': { status: 404, retry: 'never', meaning: 'The directory has no such service.' },

  // Request signatures
  'signature.missing': { status: 401, retry: 'renew', meaning: 'The request is not signed.' },
  'signature.invalid': {
    status: 401,
    retry: 'renew',
    meaning: 'The signature does not verify, or covers other components than exactly the demanded ones.',
  },
  'signature.digest-mismatch': { status: 400, retry: 'never', meaning: 'Content-Digest does not match the content.' },
  'signature.counter-used': {
    status: 409,
    retry: 'renew',
    meaning: 'The counter of a request that changes something was used before, or is too old.',
  },

  // Accounts
  'account.login-failed': {
    status: 403,
    retry: 'never',
    meaning: 'The user id is unknown or the password is wrong; which of them is not told.',
  },
  'account.licence-wrong': {
    status: 403,
    retry: 'never',
    meaning: 'The licence number is not the one of this account.',
  },
  'account.too-many-attempts': {
    status: 429,
    retry: 'later',
    meaning: 'Too many guesses; try again after retryAfter seconds.',
  },
  'account.terminal-limit': {
    status: 403,
    retry: 'never',
    meaning: 'The account has as many terminals as its contract allows; one of them can be overwritten.',
  },
  'account.slot-unknown': { status: 404, retry: 'never', meaning: 'The account has no such terminal.' },
  'account.confirm-failed': {
    status: 403,
    retry: 'never',
    meaning: 'The proof that the terminal holds the new access key is wrong.',
  },
  'account.cancelled': { status: 409, retry: 'never', meaning: 'The sign-up was cancelled; nothing was changed.' },
  'access-key.not-active': {
    status: 403,
    retry: 'never',
    meaning: 'The access key was displaced or revoked; sign up again.',
  },

  // Sessions
  'session.unknown': { status: 401, retry: 'renew', meaning: 'No such session.' },
  'session.expired': { status: 401, retry: 'renew', meaning: 'The lifetime of the session has run out.' },
  'session.revoked': { status: 401, retry: 'renew', meaning: 'The session was revoked.' },
  'session.too-many': {
    status: 429,
    retry: 'later',
    meaning: 'Too many sessions of this terminal wait for their first request.',
  },
  'session.exhausted': {
    status: 429,
    retry: 'renew',
    meaning: 'As many changes were made under this session as one session may make.',
  },
  'session.audience-unknown': {
    status: 404,
    retry: 'never',
    meaning: 'A session was asked for an audience that the directory does not have.',
  },
  'contract.not-entitled': { status: 403, retry: 'never', meaning: 'The contract does not cover what was asked for.' },
  'contract.lapsed': { status: 403, retry: 'never', meaning: 'The contract has ended.' },

  // Applications and payment
  'application.unknown': { status: 404, retry: 'never', meaning: 'There is no application with this number.' },
  'application.unpaid': { status: 402, retry: 'never', meaning: 'The application has not been paid.' },
  'application.already-paid': {
    status: 409,
    retry: 'never',
    meaning: 'The application is paid; its account was issued before.',
  },
  'payment.declined': { status: 402, retry: 'never', meaning: 'The acquirer declined the card.' },
  'payment.card-invalid': {
    status: 400,
    retry: 'never',
    meaning: 'The card number, expiry or security code is not well formed.',
  },

  // Maps
  'map.region-unknown': { status: 404, retry: 'never', meaning: 'There is no such region.' },
  'map.chunk-unknown': { status: 404, retry: 'never', meaning: 'There is no such chunk.' },
  'map.metadata-invalid': {
    status: 502,
    retry: 'later',
    meaning: 'The map metadata is malformed or not signed by enough of the right keys.',
  },
  'map.metadata-stale': {
    status: 502,
    retry: 'later',
    meaning: 'The map metadata is older than what was seen before.',
  },
  'map.metadata-expired': {
    status: 502,
    retry: 'later',
    meaning: 'The map metadata has expired; installed maps stay usable, new ones wait.',
  },
  'map.chunk-invalid': {
    status: 502,
    retry: 'later',
    meaning: 'A chunk does not have the content that the publisher signed.',
  },
  'map.file-damaged': {
    status: 500,
    retry: 'renew',
    meaning: 'An installed map is not what the publisher signed; download it again.',
  },
  'map.source-invalid': {
    status: 400,
    retry: 'never',
    meaning: 'The file to publish is not a map archive that can be read.',
  },
  'map.places-invalid': {
    status: 500,
    retry: 'renew',
    meaning: 'The index of places of an installed region cannot be read; download the region again.',
  },
  'map.not-installed': { status: 404, retry: 'never', meaning: 'The region is not installed on this terminal.' },
  'map.graph-invalid': {
    status: 500,
    retry: 'renew',
    meaning: "A region's road graph is not one that this version can read.",
  },

  // Routes
  'route.off-map': {
    status: 404,
    retry: 'never',
    meaning: 'There is no road near this position on the installed map.',
  },
  'route.none': { status: 404, retry: 'never', meaning: 'No road that a car may take leads there.' },

  // Positions
  'position.unavailable': {
    status: 502,
    retry: 'later',
    meaning: 'The source of positions cannot be opened or reached, or is none.',
  },

  // The terminal itself
  'network.unreachable': { status: 502, retry: 'later', meaning: 'The server could not be reached.' },
  'network.timeout': { status: 504, retry: 'later', meaning: 'The server did not answer within the time.' },
  'network.answer-invalid': {
    status: 502,
    retry: 'later',
    meaning: 'The server answered with something that is not of the protocol.',
  },
  'vault.unavailable': {
    status: 500,
    retry: 'later',
    meaning: 'The operating system keyring is missing, locked or broken.',
  },
  'store.unreadable': { status: 500, retry: 'never', meaning: 'A file of the terminal cannot be read or is damaged.' },
  'store.full': { status: 507, retry: 'later', meaning: 'The disk is full.' },
  'terminal.not-signed-up': {
    status: 409,
    retry: 'never',
    meaning: 'This terminal holds no access key; sign up first.',
  },
  'terminal.internal': {
    status: 500,
    retry: 'later',
    meaning: 'The terminal met an error of its own; its log has it.',
  },
  'terminal.cancelled': { status: 409, retry: 'never', meaning: 'The user cancelled.' },
  'kiosk.pin-wrong': { status: 403, retry: 'never', meaning: "This is not the operator's PIN." },
  'kiosk.too-many-attempts': {
    status: 429,
    retry: 'later',
    meaning: 'Too many wrong PINs; try again after retryAfter seconds.',
  },
  'kiosk.locked': { status: 403, retry: 'never', meaning: "The kiosk's operator alone may do this." },
  'configuration.invalid': {
    status: 500,
    retry: 'never',
    meaning: 'The configuration is missing, malformed or contradicts itself.',
  },
} as const satisfies Record<string, ErrorCodeFacts>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value);
}
