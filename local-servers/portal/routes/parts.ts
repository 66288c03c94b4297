import type { FastifyRequest } from 'fastify';
import type { Audit } from '../../kit/audit.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { Payments } from '../applications/payments.ts';
import type { FormTokens } from '../forms/form-token.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PortalSettings } from '../settings.ts';

/** What the portal's routes are made of. */
export interface PortalParts {
  readonly settings: PortalSettings;
  /** `https://…`, without a slash at its end: what links in mails begin with. */
  readonly baseUrl: string;
  readonly database: SqlDatabase;
  readonly payments: Payments;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly clock: ServerClock;
  readonly formTokens: FormTokens;
  /** Counts a try that costs something. @throws request.rate-limited */
  readonly limitAttempts: (request: FastifyRequest) => void;
}
