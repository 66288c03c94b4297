import { Type, type Static } from 'typebox';

/** Fields come from forms (`application/x-www-form-urlencoded`) or as JSON; each has its own, lower ceiling in words. */
const Field = Type.Optional(Type.String({ maxLength: 1_000 }));

/** `NT-7KQ4-M2XD`, as people may also write it: lower case, other spacing. */
export const ApplicationNumber = Type.String({ pattern: '^NT-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$' });

/** C1: `POST /apply`. */
export const ApplyRequest = Type.Object({
  name: Field,
  address: Field,
  phone: Field,
  mail: Field,
  /** One of the plans of the portal; its first where absent. */
  plan: Field,
  /** What forms carry against forgery; JSON needs none, since no other site's page can send it. */
  formToken: Field,
});
export type ApplyRequest = Static<typeof ApplyRequest>;

export const ApplyReply = Type.Object({
  applicationNumber: ApplicationNumber,
  /** The payment page of this application. */
  payUrl: Type.String(),
  plan: Type.String(),
  /** In the currency's smallest unit (JPY: yen, USD: cents). */
  amount: Type.Integer({ minimum: 0 }),
  /** ISO 4217. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
export type ApplyReply = Static<typeof ApplyReply>;

/** C2: `POST /pay`. */
export const PayRequest = Type.Object({
  application: Field,
  cardNumber: Field,
  /** `MM/YY` or `MM/YYYY`. */
  cardExpiry: Field,
  securityCode: Field,
  cardHolder: Field,
  formToken: Field,
});
export type PayRequest = Static<typeof PayRequest>;

/** The account, told once here and once by mail. */
export const PayReply = Type.Object({
  applicationNumber: ApplicationNumber,
  userId: Type.String(),
  password: Type.String(),
  licenceNumber: Type.String(),
  /** Of the card that was charged. */
  lastFour: Type.String({ pattern: '^[0-9]{4}$' }),
});
export type PayReply = Static<typeof PayReply>;

/** The query of `GET /pay` and `GET /application`. */
export const ApplicationQuery = Type.Object({ application: Field });

/** `GET /application`: 402 `application.unpaid` before payment. */
export const ApplicationStatus = Type.Object({
  applicationNumber: ApplicationNumber,
  /** `paid`: the account is being made; `issued`: it was told and mailed. */
  state: Type.Union([Type.Literal('paid'), Type.Literal('issued')]),
});
export type ApplicationStatus = Static<typeof ApplicationStatus>;

/** What a field can have wrong; `info.fields` of a refused form names them by field. */
export const FieldFault = Type.Union([
  Type.Literal('missing'),
  Type.Literal('too-long'),
  Type.Literal('malformed'),
  Type.Literal('expired'),
  Type.Literal('unknown'),
]);
export type FieldFault = Static<typeof FieldFault>;
