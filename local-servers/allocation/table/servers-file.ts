import { Type, type Static } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { ServerFacts } from '../rules/target-set.ts';

/** The servers that a table names, as an operator writes them; `as` is only there where one id has several facts. */
const ServersFile = Type.Array(
  Type.Object({ ...ServerFacts.properties, as: Type.Optional(Type.String()) }, { additionalProperties: false }),
  { maxItems: 10_000 },
);
export type ServersFile = Static<typeof ServersFile>;

/** @throws request.malformed naming what does not fit */
export const checkServersFile = (value: unknown): ServersFile => check(ServersFile, value, 'request.malformed');
