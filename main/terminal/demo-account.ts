import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CodedError } from '../../src/errors/coded-error.ts';
import { waitForMail } from '../../src/host/mail-reader.ts';
import { PortalVisitor, textOf } from '../../src/host/portal-visitor.ts';

export interface DemoPlaces {
  readonly portalUrl: string;
  readonly mailboxUrl: string;
  /** Folder of the servers' installation, where the portal's certificate is. */
  readonly servers: string;
}

export interface DemoAccount {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
}

/** A card that the sandbox acquirer accepts. */
const approvedCard = '4242424242424242';

/** F4, C1, C2: applies and pays at the demo's portal as a first-time user would, and takes the account from the page. */
export async function applyForDemoAccount({ portalUrl, mailboxUrl, servers }: DemoPlaces): Promise<DemoAccount> {
  const visitor = await PortalVisitor.at(portalUrl, join(servers, 'portal', 'tls', 'ca.pem'));
  const mail = `demo-${randomBytes(6).toString('hex')}@naviterm.example`;
  const applied = await visitor.submit('/apply', await visitor.get('/apply'), {
    name: 'Naviterm demo',
    address: '1 Demo Street',
    phone: '+81 3 0000 0000',
    mail,
    plan: 'yearly',
  });
  if (applied.status !== 200) throw refused('the application', applied.status);
  const text = await waitForMail(mailboxUrl, mail, (words) => words.includes('/pay?application='));
  const [link, application] = /https:\/\/\S+\/pay\?application=(NT-[0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text) ?? [];
  if (link === undefined || application === undefined)
    throw new CodedError('network.answer-invalid', { detail: 'the mail has no payment link' });
  const { pathname, search } = new URL(link);
  const path = pathname + search;
  const paid = await visitor.submit(path.replace(search, ''), await visitor.get(path), {
    application,
    cardNumber: approvedCard,
    cardExpiry: '12/39',
    securityCode: '123',
    cardHolder: 'NAVITERM DEMO',
  });
  if (paid.status !== 200) throw refused('the payment', paid.status);
  return {
    userId: textOf(paid, 'user-id'),
    password: textOf(paid, 'password'),
    licenceNumber: textOf(paid, 'licence-number'),
  };
}

const refused = (what: string, status: number): CodedError =>
  new CodedError('network.answer-invalid', { detail: `the portal did not take ${what} (status ${status})` });
