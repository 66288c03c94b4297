/** The version of the protocol that this code speaks; it stands in every address (`/v1/…`), prologue and label. */
export const protocolVersion = 1;

/** Every version that this code can talk to; sent with `protocol.version-unsupported`. */
export const supportedProtocolVersions: readonly number[] = [1];

/** Names the version of a request and of its answer. */
export const protocolHeader = 'naviterm-protocol';
