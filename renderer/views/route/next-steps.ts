import type { Manoeuvre, PlannedRoute } from '../../../src/contract/screen/route.ts';

/** Metres after the next thing to do within which the one after it has to be known already. */
const soon = 350;

/** What to do next, and what follows so closely that one has to know it now. @param next index in the route's list */
export function nextSteps(
  route: PlannedRoute | null,
  next: number,
): { step: Manoeuvre | undefined; following: Manoeuvre | undefined } {
  const step = route?.manoeuvres[next];
  const after = route?.manoeuvres[next + 1];
  if (step === undefined || after === undefined) return { step, following: undefined };
  return { step, following: after.distance - step.distance <= soon ? after : undefined };
}
