/** Channels over HTTP: a Noise handshake and then numbered messages, each the body of a POST. */
export const channelMediaType = 'application/vnd.naviterm.channel';

/**
 * What a channel is for decides its pattern: `NK` where the initiator is nobody yet, `NKpsk2` where it proves a secret
 * that it shares with the server, `KK` between servers that know each other's static keys from the directory.
 */
export const channelPatterns = {
  allocation: 'NK',
  'device-authentication': 'NKpsk2',
  'certificate-check': 'KK',
  'sign-up': 'NK',
  session: 'NKpsk2',
  'session-check': 'KK',
  'account-issue': 'KK',
} as const;

export type ChannelPurpose = keyof typeof channelPatterns;

export const handshakePath = (purpose: ChannelPurpose) => `/v1/channels/${purpose}/handshake`;
export const messagePath = (purpose: ChannelPurpose) => `/v1/channels/${purpose}/messages`;

export const channelLimits = {
  /** Bytes of the identifier field in message 1: one length for everybody, so that its length tells nothing. */
  identifierBytes: 64,
  /** Bytes of one Noise message (revision 34, section 3). */
  messageBytes: 65_535,
  /** Bytes of a sealed cookie. */
  cookieBytes: 2_048,
  /** Seconds that a cookie opens its channel. */
  cookieLifetime: 60,
  /** Seconds that a channel lives after its last message. */
  channelLifetime: 600,
} as const;
