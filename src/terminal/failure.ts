import type { Failure, FailedStep, Remedy } from '../contract/screen/failure.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';

type StepAndRemedy = readonly [step: FailedStep, remedy: Remedy];

const again = 'try-again';
const call = 'call-operator';

/**
 * For each code, which step it stopped and what the user can do. A code that is not here does not compile, so that no
 * failure is a dead end on the screen.
 */
const table: Readonly<Record<ErrorCode, StepAndRemedy>> = {
  'request.malformed': ['application', call],
  'request.too-large': ['application', call],
  'request.timeout': ['network', again],
  'request.not-found': ['application', call],
  'request.rate-limited': ['network', 'wait'],
  'request.idempotency-conflict': ['application', again],
  'protocol.version-unsupported': ['application', call],
  'server.unavailable': ['servers', 'wait'],
  'server.internal': ['servers', again],

  'channel.handshake-failed': ['account', again],
  'channel.unknown': ['network', again],
  'channel.message-invalid': ['network', again],
  'channel.counter-used': ['network', again],
  'channel.step-unexpected': ['account', again],

  'document.signature-invalid': ['allocation', call],
  'document.malformed': ['allocation', call],
  'document.version-stale': ['allocation', call],
  'allocation.scope-violated': ['allocation', call],
  'allocation.answer-stale': ['allocation', again],
  'allocation.maker-unknown': ['allocation', call],
  'allocation.model-unknown': ['allocation', call],
  'allocation.chain-too-long': ['allocation', call],
  'allocation.server-unreachable': ['allocation', again],

  'device.authentication-required': ['authentication', again],
  'device.nonce-invalid': ['authentication', again],
  'device.not-provisioned': ['authentication', call],
  'device.already-provisioned': ['authentication', call],
  'certificate.invalid': ['authentication', again],
  'certificate.expired': ['authentication', again],
  'certificate.used': ['authentication', again],
  'certificate.wrong-service': ['authentication', call],
  'service.unknown': ['allocation', call],

  'signature.missing': ['application', call],
  'signature.invalid': ['authentication', again],
  'signature.digest-mismatch': ['network', again],
  'signature.counter-used': ['network', again],

  'account.login-failed': ['account', 'check-typing'],
  'account.licence-wrong': ['account', 'check-typing'],
  'account.too-many-attempts': ['account', 'wait'],
  'account.terminal-limit': ['account', 'choose-another'],
  'account.slot-unknown': ['account', 'choose-another'],
  'account.confirm-failed': ['account', again],
  'account.cancelled': ['account', 'sign-in'],
  'access-key.not-active': ['account', 'sign-in'],

  'session.unknown': ['account', again],
  'session.expired': ['account', again],
  'session.revoked': ['account', again],
  'session.too-many': ['account', 'wait'],
  'session.exhausted': ['account', again],
  'session.audience-unknown': ['account', call],
  'contract.not-entitled': ['contract', 'choose-another'],
  'contract.lapsed': ['contract', call],

  'application.unknown': ['account', 'check-typing'],
  'application.unpaid': ['account', call],
  'application.already-paid': ['account', 'sign-in'],
  'payment.declined': ['account', again],
  'payment.card-invalid': ['account', 'check-typing'],

  'map.region-unknown': ['map', 'choose-another'],
  'map.chunk-unknown': ['map', again],
  'map.metadata-invalid': ['map', again],
  'map.metadata-stale': ['map', again],
  'map.metadata-expired': ['map', 'wait'],
  'map.chunk-invalid': ['map', again],
  'map.file-damaged': ['map', 'download-again'],
  'map.source-invalid': ['map', call],
  'map.not-installed': ['map', 'download-again'],
  'map.graph-invalid': ['map', 'download-again'],
  'map.places-invalid': ['map', 'download-again'],
  'route.none': ['route', 'choose-another'],
  'route.off-map': ['route', 'choose-another'],
  'position.unavailable': ['position', 'wait'],

  'network.unreachable': ['network', again],
  'network.timeout': ['network', again],
  'network.answer-invalid': ['network', again],
  'vault.unavailable': ['keyring', 'unlock-keyring'],
  'store.unreadable': ['storage', call],
  'store.full': ['storage', 'free-space'],
  'terminal.not-signed-up': ['account', 'sign-in'],
  'terminal.internal': ['application', again],
  'terminal.cancelled': ['application', again],
  'kiosk.pin-wrong': ['application', 'check-typing'],
  'kiosk.too-many-attempts': ['application', 'wait'],
  'kiosk.locked': ['application', call],
  'configuration.invalid': ['application', call],
};

const longestDetail = 1_000;

/** An error as the screen shows it; what is no coded error is a fault of the program, and tells nothing of itself here. */
export function failureOf(error: unknown): Failure {
  const coded = error instanceof CodedError ? error : new CodedError('terminal.internal');
  const [step, remedy] = table[coded.code];
  return {
    step,
    code: coded.code,
    remedy,
    ...(coded.detail === undefined ? {} : { detail: coded.detail.slice(0, longestDetail) }),
    ...(coded.retryAfter === undefined ? {} : { retryAfter: Math.max(0, coded.retryAfter) }),
  };
}
