import { Type, type Static } from 'typebox';
import { ServerId } from './primitives.ts';

/** `GET /health` of every server. */
export const healthPath = '/health';

export const Health = Type.Object({
  status: Type.Literal('ok'),
  role: Type.String({ maxLength: 64 }),
  serverId: ServerId,
  /** The versions of the protocol that the server speaks. */
  protocol: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 16 }),
});
export type Health = Static<typeof Health>;
