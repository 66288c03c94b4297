import type { RoleContext } from '../kit/role-context.ts';

/** What an operator's work on the table needs of the server that it belongs to. */
export type OperatorContext = Pick<RoleContext<unknown>, 'clock' | 'logger'>;
