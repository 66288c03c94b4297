export const en = {
  language: 'en',
  title: 'Mailbox',
  intro: 'Every mail that this machine’s Naviterm servers send ends here, and goes no further.',
  all: 'All mail',
  mailTo: (address: string) => `Mail to ${address}`,
  empty: 'No mail has come yet. This page looks again by itself.',
  from: 'From',
  to: 'To',
  received: 'Received',
  noSubject: '(no subject)',
  noText: 'This mail has no text part; only text is shown here.',
  back: 'Back to the list',
  problem: 'That did not work',
};
export type MailboxText = typeof en;
