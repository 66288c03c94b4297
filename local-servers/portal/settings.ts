import { Type, type Static } from 'typebox';
import { HttpUrl } from '../../src/contract/primitives.ts';

/** What can be bought: how much, for how long, and which regions. */
export const Plan = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
  name: Type.Object({ en: Type.String({ maxLength: 100 }), ja: Type.String({ maxLength: 100 }) }),
  /** In the currency's smallest unit (JPY: yen, USD: cents). */
  amount: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
  /** ISO 4217. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  contractSeconds: Type.Integer({ minimum: 60, maximum: 315_360_000 }),
  /** Region ids; `*` covers all. */
  regions: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 500 }),
});
export type Plan = Static<typeof Plan>;

export const yearlyPlan: Plan = {
  id: 'yearly',
  name: { en: 'All maps, one year', ja: '全地図 1年プラン' },
  amount: 6_600,
  currency: 'JPY',
  contractSeconds: 31_536_000,
  regions: ['*'],
};

export const PortalSettings = Type.Object({
  mail: Type.Object({
    host: Type.String({ minLength: 1, maxLength: 255, default: '127.0.0.1' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, default: 2525 }),
    /** PEM of whoever signed the mail server's certificate; the system's authorities where absent. */
    caFile: Type.Optional(Type.String({ maxLength: 4_096 })),
    /** Sender of the portal's mail. */
    from: Type.String({ maxLength: 320, pattern: '^[^\\s<>@]+@[^\\s<>@]+$', default: 'portal@naviterm.example' }),
  }),
  plans: Type.Array(Plan, { minItems: 1, maxItems: 20, default: [yearlyPlan] }),
  /** Where the mail can be read, for demos that catch it: a hint on the pages. */
  mailboxUrl: Type.Optional(HttpUrl),
  /** Applications and payments that one address may try in a minute. */
  attemptsPerMinute: Type.Integer({ minimum: 1, maximum: 100_000, default: 60 }),
});
export type PortalSettings = Static<typeof PortalSettings>;
