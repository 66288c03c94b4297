import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';

/** Everything that the portal says, in English; the other languages have the same shape. */
export const en = {
  language: 'en',
  brand: 'Naviterm',
  required: 'required',
  steps: ['Apply', 'Pay', 'Your account'],
  home: {
    title: 'Maps for your navigation terminal',
    lead: 'Apply for an account, and your terminal downloads the maps that your contract covers. It takes about three minutes, on a phone too.',
    apply: 'Apply now',
    pay: 'I have an application number',
    howTitle: 'How it works',
    how: [
      'Apply with your name, address, telephone number and mail address. You receive an application number.',
      'Pay by card, here, with the application number.',
      'You receive a user id, a password and a licence number. Enter them once on your terminal.',
    ],
    plansTitle: 'Plans',
    planLength: (length: string) => `for ${length}`,
  },
  apply: {
    title: 'Application',
    lead: 'We use these data for your contract only.',
    send: 'Send application',
    plan: 'Plan',
    fields: {
      name: { label: 'Name', hint: 'As it is to stand in the contract' },
      address: { label: 'Address', hint: 'With the postal code' },
      phone: { label: 'Telephone number', hint: 'Example: +81 90 1234 5678' },
      mail: { label: 'Mail address', hint: 'The payment link and your account are sent there' },
    },
  },
  applied: {
    title: 'Thank you',
    lead: (mail: string) => `Your application has arrived. We have sent the payment link to ${mail}.`,
    number: 'Application number',
    keep: 'Keep this number: you need it to pay.',
    pay: 'Go to payment',
    mailbox: 'Read the mail in this machine’s mailbox',
  },
  pay: {
    title: 'Payment',
    lead: 'We do not keep your card number or security code.',
    amount: 'To pay',
    send: (price: string | undefined) => (price === undefined ? 'Pay' : `Pay ${price}`),
    fields: {
      application: { label: 'Application number', hint: 'Example: NT-7KQ4-M2XD' },
      cardNumber: { label: 'Card number', hint: '' },
      cardExpiry: { label: 'Valid until', hint: 'MM/YY' },
      securityCode: { label: 'Security code', hint: '3 or 4 digits' },
      cardHolder: { label: 'Name on the card', hint: '' },
    },
  },
  declined: {
    title: 'The card was declined',
    again: 'Nothing was charged. Try again, or use another card.',
    reasons: {
      declined: 'The card company declined this card.',
      'insufficient-funds': 'The card’s limit does not cover the amount.',
      'unknown-test-card': 'This is a sandbox without real payments, and this number is not one of its test cards.',
    },
  },
  account: {
    title: 'Your account is ready',
    lead: (mail: string) => `Enter these on your terminal. We have sent them to ${mail} as well.`,
    userId: 'User id',
    password: 'Password',
    licenceNumber: 'Licence number',
    charged: (lastFour: string) => `Charged to the card ending in ${lastFour}`,
    once: 'This page is shown once. Write these down, or keep the mail in a safe place.',
    next: 'Start your terminal, choose “Sign up”, and enter the three.',
  },
  status: {
    title: 'Your application',
    issued: 'This application is paid, and its account was sent by mail.',
    paid: 'This application is paid. The account is being made, and will be sent by mail.',
  },
  faults: {
    missing: 'Please fill this in.',
    'too-long': 'This is too long.',
    malformed: 'Please check this.',
    expired: 'This card is no longer valid.',
    unknown: 'There is no such choice.',
  },
  fieldFaults: {
    phone: 'Please write the telephone number in digits, for example +81 90 1234 5678.',
    mail: 'Please write a mail address such as name@example.com.',
    cardNumber: 'This is no card number; please check the digits.',
    cardExpiry: 'Please write month and year as MM/YY.',
    securityCode: 'Please write the 3 or 4 digits from the card.',
    application: 'This is no application number; please check it in our mail.',
  },
  faultSummary: 'Please check the marked fields.',
  formTooOld: 'This page had been open for too long, or came from elsewhere. Please send it once more.',
  problems: {
    title: 'That did not work',
    'application.unknown': 'There is no application with this number. Please check it in our mail.',
    'application.unpaid': 'This application has not been paid yet.',
    'application.already-paid':
      'This application is paid. Its account was, or will soon be, sent by mail; nothing was charged again.',
    'request.not-found': 'There is no such page.',
    'request.too-large': 'This is more than we can take.',
    'request.rate-limited': 'Those were too many tries. Please wait a little and try again.',
    paidWithoutAccount:
      'Your payment went through, once. Your account is not ready yet: it will be sent to you by mail. You need do nothing more.',
    mine: 'The request could not be read.',
    ours: 'Something is wrong on our side. Please try again in a moment.',
    code: 'Code',
    back: 'To the first page',
  },
  mails: {
    application: (facts: { name: string; applicationNumber: string; plan: string; price: string; payUrl: string }) => ({
      subject: `Your application ${facts.applicationNumber}`,
      text: `Dear ${facts.name},

thank you for your application.

  Application number: ${facts.applicationNumber}
  Plan: ${facts.plan}
  Price: ${facts.price}

Please pay here:
${facts.payUrl}

After that you receive your account.

Naviterm
`,
    }),
    account: (facts: { name: string; applicationNumber: string; account: AccountIssueReply }) => ({
      subject: `Your account (${facts.applicationNumber})`,
      text: `Dear ${facts.name},

your payment has arrived. This is your account:

  User id: ${facts.account.userId}
  Password: ${facts.account.password}
  Licence number: ${facts.account.licenceNumber}

Start your terminal, choose "Sign up", and enter the three. Please keep this mail in a safe place.

Naviterm
`,
    }),
  },
};
export type PortalText = typeof en;
