import { expect, it } from 'vitest';
import { TestPortal } from '../support/portal.ts';

it('C2: an application that is not paid for gets no account', async () => {
  const portal = await new TestPortal().start();
  const application = await portal.apply();
  const reply = await portal.visitor().get(`/application?application=${application}`, { accept: 'application/json' });
  expect(reply.status).toBe(402);
  expect(JSON.parse(reply.body)).toMatchObject({ code: 'application.unpaid' });
  expect(portal.issuer.requests).toEqual([]);
  await portal.close();
});
