import { expect, it } from 'vitest';
import { goodCard, TestPortal } from '../support/portal.ts';

it('C2: a declined card is told why and asked for again; nothing is charged and no account issued', async () => {
  const portal = await new TestPortal().start();
  const application = await portal.apply();
  const declined = await portal.visitor().postJson('/pay', {
    application,
    ...goodCard,
    cardNumber: '4000000000000002',
  });
  expect(declined.status).toBe(402);
  expect(JSON.parse(declined.body)).toMatchObject({ code: 'payment.declined', info: { reason: 'declined' } });
  expect(portal.issuer.requests).toEqual([]);
  const paid = await portal.visitor().postJson('/pay', { application, ...goodCard });
  expect(paid.status).toBe(200);
  await portal.close();
});
