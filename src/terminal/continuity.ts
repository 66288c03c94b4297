import { continuityStart, type ContinuityStep } from '../contract/device-authentication.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { randomBytes } from '../protocol/random.ts';
import type { TerminalContext } from './terminal-context.ts';

/**
 * B1: the step that the next authentication makes. It is on disk before it is sent, and stays the same until it is known to
 * have been made: after a lost answer, a kill or a power cut the server sees the same step again, not a second user's.
 */
export async function nextStep(context: TerminalContext, serverId: string): Promise<ContinuityStep> {
  const fresh = toBase64url(randomBytes(16));
  await context.state.change((now) => {
    const { place = continuityStart, leadsTo } = now.continuity?.[serverId] ?? {};
    if (leadsTo !== undefined) return now;
    return { ...now, continuity: { ...now.continuity, [serverId]: { place, leadsTo: fresh } } };
  });
  const { place = continuityStart, leadsTo = fresh } = context.state.current.continuity?.[serverId] ?? {};
  return { from: place, to: leadsTo };
}

/** The server has answered: the next step starts where this one led. */
export function stepMade(context: TerminalContext, serverId: string, step: ContinuityStep): Promise<void> {
  return context.state.change((now) => {
    // Of two authentications at the same time, the other one may have been quicker.
    if (now.continuity?.[serverId]?.leadsTo !== step.to) return now;
    return { ...now, continuity: { ...now.continuity, [serverId]: { place: step.to } } };
  });
}
