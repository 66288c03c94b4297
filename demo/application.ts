import { join } from 'node:path';
import { waitForMail } from '../src/host/mail-reader.ts';
import { PortalVisitor, textOf } from '../src/host/portal-visitor.ts';
import { expect, type StepResult, type Story } from './steps.ts';

/** Card numbers of the sandbox acquirer. */
const declinedCard = '4000000000000002';
const approvedCard = '4242424242424242';

export interface Account {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
}

/** C1, C2: applies, pays (first with a card that is declined), and receives the account, on the pages that people use. */
export async function applyAndPay(
  story: Story,
  addresses: { readonly portalUrl: string; readonly mailboxUrl: string },
  serversFolder: string,
): Promise<Account> {
  const visitor = await PortalVisitor.at(addresses.portalUrl, join(serversFolder, 'portal', 'tls', 'ca.pem'));
  const mail = `demo-${Date.now().toString(36)}@naviterm.example`;
  await story.step('application', 'Applying on the portal', async (): Promise<StepResult> => {
    const applied = await visitor.submit('/apply', await visitor.get('/apply'), {
      name: 'Naviterm demo',
      address: '1 Demo Street',
      phone: '+81 3 0000 0000',
      mail,
      plan: 'yearly',
    });
    expect(applied.status === 200, `the application to be taken (status ${applied.status})`);
    return {};
  });
  const { path, application } = await story.step('mail', 'Reading the application number from the mail', async () => {
    const text = await waitForMail(addresses.mailboxUrl, mail, (words) => words.includes('/pay?application='));
    const [link, number] = /https:\/\/\S+\/pay\?application=(NT-[0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text) ?? [];
    if (link === undefined || number === undefined) throw new Error('expected: a payment link in the mail');
    const { pathname, search } = new URL(link);
    return { path: pathname + search, application: number, words: number, facts: { applicationNumber: number } };
  });
  const pay = async (cardNumber: string) =>
    visitor.submit('/pay', await visitor.get(path), {
      application,
      cardNumber,
      cardExpiry: '12/39',
      securityCode: '123',
      cardHolder: 'NAVITERM DEMO',
    });
  await story.step('payment-declined', 'Paying with a card that is declined', async (): Promise<StepResult> => {
    const { status, html } = await pay(declinedCard);
    expect(status === 402, `the card to be declined and asked for again (status ${status})`);
    expect(html.includes('name="cardNumber"'), 'the form to ask again');
    return { words: 'the page asks for another card', facts: { code: 'payment.declined' } };
  });
  const { account } = await story.step('payment', 'Paying with a card that is accepted', async () => {
    const page = await pay(approvedCard);
    expect(page.status === 200, `the payment to be accepted (status ${page.status})`);
    const shown = {
      userId: textOf(page, 'user-id'),
      password: textOf(page, 'password'),
      licenceNumber: textOf(page, 'licence-number'),
    };
    return { account: shown, words: `the account is ${shown.userId}`, facts: { userId: shown.userId } };
  });
  await story.step('account-mail', 'Finding the account in the mail, too', async (): Promise<StepResult> => {
    const text = await waitForMail(addresses.mailboxUrl, mail, (words) => words.includes(account.userId));
    expect(
      text.includes(account.password) && text.includes(account.licenceNumber),
      'the mail to say what the page said',
    );
    return {};
  });
  return account;
}
