/** A build without one defence: one place of one source file says something else. */
export interface Mutant {
  /** The defence, as the table names it. */
  readonly defence: string;
  /** Relative to the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const channel = 'local-servers/kit/channel/channel-states.ts';

export const mutants = {
  'used-counters': {
    defence: 'a counter of a channel is taken once',
    file: channel,
    find: 'const last = row.counter;',
    replace: 'const last = counter - 1;',
  },
  'stored-replies': {
    defence: 'identical bytes get the identical reply',
    file: channel,
    find: 'equalBytes(row.request_hash, requestHash)) return row.reply;',
    replace: 'equalBytes(row.request_hash, requestHash)) return undefined;',
  },
  'counters-in-order': {
    defence: 'counters follow one another',
    file: channel,
    find: 'if (counter !== last + 1) throw',
    replace: 'if (counter < 0) throw',
  },
  'cookie-expiry': {
    defence: 'a cookie opens a channel for a minute',
    file: channel,
    find: 'cookie !== undefined && this.#clock.now() <= cookie.expiresAt;',
    replace: 'cookie !== undefined;',
  },
  'channel-purpose': {
    defence: 'a channel has one purpose',
    file: channel,
    find: 'near?.counter === counter - 1 && near.state.purpose === this.#purpose',
    replace: 'near?.counter === counter - 1',
  },
  'authentication-tags': {
    defence: 'a changed ciphertext does not open',
    file: 'src/protocol/noise/cipher-state.ts',
    find: 'return Buffer.concat([plaintext, decipher.final()]);',
    replace: 'return plaintext;',
  },
  'static-keys': {
    defence: 'a handshake proves the static keys',
    file: 'src/protocol/noise/handshake.ts',
    find: 'this.#symmetric.mixKey(x25519(own, theirs));',
    replace: "if (token === 'ee') this.#symmetric.mixKey(x25519(own, theirs));",
  },
  'shared-secrets': {
    defence: 'a handshake proves the device secret and the access key',
    file: 'src/protocol/noise/handshake.ts',
    find: 'this.#symmetric.mixKeyAndHash(psk);',
    replace: 'this.#symmetric.mixKeyAndHash(new Uint8Array(32));',
  },
  'server-in-prologue': {
    defence: 'the prologue names the server',
    file: 'src/protocol/channel/channel-keys.ts',
    find: '\\0${purpose}\\0${serverId}\\0`',
    replace: '\\0${purpose}\\0${serverId.slice(64)}\\0`',
  },
  'document-signatures': {
    defence: 'documents are signed by the right key',
    file: 'src/protocol/signed-document.ts',
    find: '!verifyEd25519(publicKey, preAuthenticationEncoding(payloadType, payload), signature)',
    replace: 'preAuthenticationEncoding(payloadType, payload).byteLength === 0',
  },
  'directory-versions': {
    defence: 'an older directory than seen is refused',
    file: 'src/allocation/directory.ts',
    find: 'directory.version < Math.max(anchor.lowestVersion, seenVersion)',
    replace: 'directory.version < Math.min(anchor.lowestVersion, seenVersion)',
  },
  'answer-nonce': {
    defence: 'an allocation answer is for the nonce that was sent',
    file: 'src/allocation/chain.ts',
    find: 'if (answer.nonce !== expected.nonce)',
    replace: 'if (answer.nonce.length !== expected.nonce.length)',
  },
  scopes: {
    defence: 'nobody signs beyond its own scope',
    file: 'src/allocation/scope.ts',
    find: 'if (outer.makerId !== undefined && inner.makerId !== outer.makerId) return false;',
    replace: '',
  },
  'demand-nonce': {
    defence: 'a demand is for the nonce that was sent',
    file: 'src/terminal/authenticate.ts',
    find: 'said.nonce !== terminalNonce',
    replace: 'said.nonce === terminalNonce.slice(1)',
  },
  'content-digests': {
    defence: 'Content-Digest is compared with the content',
    file: 'src/protocol/content-digest.ts',
    find: 'if (field !== contentDigest(content))',
    replace: 'if (field === undefined && content.length > 0)',
  },
  'session-signatures': {
    defence: "a session's signature is verified",
    file: 'src/protocol/http-signatures.ts',
    find: 'if (!equalAscii(hmacSha256Base64(key, base), signature))',
    replace: 'if (hmacSha256Base64(key, base).length !== signature.length)',
  },
  'session-expiry': {
    defence: 'a session ends',
    file: 'local-servers/service/access/sessions.ts',
    find: 'if (this.#clock.now() >= session.endsAt) throw',
    replace: 'if (this.#clock.now() < 0) throw',
  },
  'counter-window': {
    defence: 'a counter of a change is used once',
    file: 'local-servers/accounts/session-changes.ts',
    find: "if (window === undefined) throw new CodedError('signature.counter-used');\n    await changes.saveWindow(session.id, window);",
    replace: 'if (window !== undefined) await changes.saveWindow(session.id, window);',
  },
  'recorded-answers': {
    defence: 'one idempotency key has one effect',
    file: 'local-servers/accounts/session-changes.ts',
    find: 'await changes.recordAnswer(session.id, idempotencyKey, { requestHash, answer });',
    replace: '',
  },
  'used-certificates': {
    defence: 'a certificate is used once',
    file: 'local-servers/authentication/store/certificate-store.ts',
    find: "'UPDATE certificates SET check_id = ? WHERE certificate_id = ? AND (check_id IS NULL OR check_id = ?)'",
    replace: "'UPDATE certificates SET check_id = ? WHERE certificate_id = ? AND check_id IS NOT ?'",
  },
  'checked-scope': {
    defence: 'an authentication server speaks for its own scope',
    file: 'local-servers/service/access/certificates.ts',
    find: 'if (!scopeCovers(scope, { makerId, modelId }))',
    replace: 'if (!scopeCovers({}, { makerId, modelId }) || scope === undefined)',
  },
  'own-audience': {
    defence: 'a service asks about its own handles alone',
    file: 'local-servers/accounts/session-audience.ts',
    find: 'if (session?.audiences[found.audienceNumber] !== audienceId) return undefined;',
    replace:
      "if (session === undefined) return undefined;\n  audienceId = session.audiences[found.audienceNumber] ?? '';",
  },
  'map-signatures': {
    defence: 'map metadata is signed by the publisher',
    file: 'src/maps/tuf/metadata.ts',
    find: 'root.verifyDelegate(role, metadata);',
    replace: "if (role === 'root') root.verifyDelegate(role, metadata);",
  },
  'login-binding': {
    defence: 'a login belongs to its channel',
    file: 'local-servers/accounts/conversations/login.ts',
    find: 'return equalBytes(fromBase64url(mac), expected) ? sessionKey : undefined;',
    replace: 'return expected.byteLength === fromBase64url(mac).byteLength ? sessionKey : undefined;',
  },
  'device-binding': {
    defence: 'a session is bound by the key that was admitted',
    file: 'local-servers/accounts/conversations/session.ts',
    find: 'if (!verifyEd25519(fromBase64url(device.publicKey), statement, fromBase64url(device.signature)))',
    replace: 'if (statement.byteLength === 0)',
  },
  'own-handles': {
    defence: 'a handle tells nothing of its session',
    file: 'local-servers/accounts/session-handles.ts',
    find: 'cipher.setAutoPadding(false).update(blocks);',
    replace: '(cipher.setAutoPadding(false).update(blocks), blocks);',
  },
  'fresh-keys': {
    defence: 'each authentication has a key of its own',
    file: 'src/terminal/authenticate.ts',
    find: 'const key = generateEd25519();',
    replace:
      'const key = ((globalThis as { [deviceId: string]: KeyPair })[String(context.state.current.device?.deviceId)] ??= generateEd25519());',
  },
  pseudonyms: {
    defence: 'a device has another pseudonym at each service',
    file: 'local-servers/authentication/pseudonym.ts',
    find: 'utf8(`${serviceId}\\0`)',
    replace: 'utf8(`${serviceId.slice(64)}\\0`)',
  },
  'nothing-erased': {
    defence: 'nothing is erased because of a refusal that anybody can make',
    file: 'src/terminal/session.ts',
    find: 'const channel = await this.#channel();\n    const openedAt',
    replace:
      'const channel = await this.#channel().catch(async (error: unknown) => {\n      await this.forget();\n      throw error;\n    });\n    const openedAt',
  },
} as const satisfies Record<string, Mutant>;

export type MutantName = keyof typeof mutants;
