import { expect, it } from 'vitest';
import { goodCard, TestPortal } from '../support/portal.ts';

it('C2: an application is charged once, however often its form is sent', async () => {
  const portal = await new TestPortal().start();
  const application = await portal.apply();
  const pay = () => portal.visitor().postJson('/pay', { application, ...goodCard });
  await Promise.all([pay(), pay(), pay()]);
  const late = await pay();
  expect(late.status).toBe(409);
  expect(JSON.parse(late.body)).toMatchObject({ code: 'application.already-paid' });
  expect(portal.query('acquirer-sandbox', 'SELECT * FROM charges')).toHaveLength(1);
  expect(portal.issuer.requests).toHaveLength(1);
  await portal.close();
});
