import type { KeyObject } from 'node:crypto';
import { CodedError } from '../../errors/coded-error.ts';
import { concat } from '../bytes.ts';
import { generateX25519, importX25519Public, x25519, type KeyPair } from '../keys.ts';
import { SymmetricState, type HandshakeResult } from './symmetric-state.ts';

const keyBytes = 32;
const tagBytes = 16;

type Token = 'e' | 'ee' | 'es' | 'se' | 'ss' | 'psk';
interface Pattern {
  readonly initiatorKnown: boolean;
  readonly messages: readonly (readonly Token[])[];
}

/** The patterns of Noise (revision 34, sections 7.4, 7.5 and 9) that Naviterm speaks, each with cipher 25519_AESGCM_SHA256. */
const patterns = {
  /** One-way: sealing to a known key. */
  N: { initiatorKnown: false, messages: [['e', 'es']] },
  NK: {
    initiatorKnown: false,
    messages: [
      ['e', 'es'],
      ['e', 'ee'],
    ],
  },
  NKpsk2: {
    initiatorKnown: false,
    messages: [
      ['e', 'es'],
      ['e', 'ee', 'psk'],
    ],
  },
  KK: {
    initiatorKnown: true,
    messages: [
      ['e', 'es', 'ss'],
      ['e', 'ee', 'se'],
    ],
  },
} as const satisfies Record<string, Pattern>;
export type NoisePattern = keyof typeof patterns;

export interface HandshakeParameters {
  readonly pattern: NoisePattern;
  readonly prologue: Uint8Array;
  /** Own static key: the responder always, the initiator with KK. */
  readonly staticKey?: KeyPair;
  /** The other side's static key: the initiator always, the responder with KK. */
  readonly remoteStatic?: Uint8Array;
  /** Only for published test vectors; otherwise fresh. */
  readonly ephemeral?: KeyPair;
}

/** The HandshakeState object of Noise (section 5.3), for patterns of one or two messages. */
export class Handshake {
  readonly #initiator: boolean;
  readonly #pattern: Pattern;
  readonly #symmetric: SymmetricState;
  readonly #parameters: HandshakeParameters;
  readonly #psk: boolean;
  #ephemeral: KeyPair | undefined;
  #remoteEphemeral: KeyObject | undefined;
  #messageIndex = 0;

  constructor(side: 'initiator' | 'responder', parameters: HandshakeParameters) {
    this.#initiator = side === 'initiator';
    this.#parameters = parameters;
    this.#pattern = patterns[parameters.pattern];
    this.#psk = parameters.pattern.includes('psk');
    this.#symmetric = new SymmetricState(`Noise_${parameters.pattern}_25519_AESGCM_SHA256`);
    this.#symmetric.mixHash(parameters.prologue);
    // Pre-messages, the initiator's first: -> s (KK), <- s.
    if (this.#pattern.initiatorKnown) this.#symmetric.mixHash(this.#staticOf('initiator'));
    this.#symmetric.mixHash(this.#staticOf('responder'));
  }

  /** Makes the next message around `payload`. `psk` is needed where the pattern has it in this message. */
  write(payload: Uint8Array, psk?: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const token of this.#nextTokens('write')) {
      if (token === 'e') {
        this.#ephemeral = this.#parameters.ephemeral ?? generateX25519();
        parts.push(this.#ephemeral.publicKey);
        this.#mixEphemeral(this.#ephemeral.publicKey);
      } else this.#mix(token, psk);
    }
    parts.push(this.#symmetric.encryptAndHash(payload));
    return concat(...parts);
  }

  /** Reads the other side's message. @throws channel.handshake-failed */
  read(message: Uint8Array, psk?: Uint8Array): Uint8Array {
    if (message.byteLength < keyBytes + tagBytes) throw new CodedError('channel.handshake-failed');
    const remoteEphemeral = message.slice(0, keyBytes);
    for (const token of this.#nextTokens('read')) {
      if (token === 'e') {
        this.#remoteEphemeral = importX25519Public(remoteEphemeral);
        this.#mixEphemeral(remoteEphemeral);
      } else this.#mix(token, psk);
    }
    return this.#symmetric.decryptAndHash(message.subarray(keyBytes));
  }

  /** After the pattern's last message. */
  finish(): HandshakeResult {
    if (this.#messageIndex !== this.#pattern.messages.length) throw new CodedError('channel.step-unexpected');
    return this.#symmetric.split();
  }

  #nextTokens(action: 'write' | 'read'): readonly Token[] {
    const ownTurn = (this.#messageIndex % 2 === 0) === this.#initiator;
    const tokens = this.#pattern.messages[this.#messageIndex];
    if (tokens === undefined || ownTurn !== (action === 'write')) throw new CodedError('channel.step-unexpected');
    this.#messageIndex++;
    return tokens;
  }

  #mixEphemeral(publicKey: Uint8Array): void {
    this.#symmetric.mixHash(publicKey);
    // Section 9.2: in patterns with a psk an ephemeral key is also mixed into the chaining key.
    if (this.#psk) this.#symmetric.mixKey(publicKey);
  }

  #mix(token: Exclude<Token, 'e'>, psk: Uint8Array | undefined): void {
    if (token === 'psk') {
      if (psk?.byteLength !== 32) throw new CodedError('channel.handshake-failed', { detail: 'no pre-shared key' });
      this.#symmetric.mixKeyAndHash(psk);
      return;
    }
    // First letter: the initiator's key; second: the responder's.
    const letter = this.#initiator ? token[0] : token[1];
    const other = this.#initiator ? token[1] : token[0];
    const own = letter === 'e' ? this.#ephemeral : this.#parameters.staticKey;
    const theirs = other === 'e' ? this.#remoteEphemeral : this.#parameters.remoteStatic;
    if (own === undefined || theirs === undefined)
      throw new CodedError('channel.handshake-failed', { detail: 'a key is missing' });
    this.#symmetric.mixKey(x25519(own, theirs));
  }

  #staticOf(side: 'initiator' | 'responder'): Uint8Array {
    const own = (side === 'initiator') === this.#initiator;
    const key = own ? this.#parameters.staticKey?.publicKey : this.#parameters.remoteStatic;
    if (key === undefined)
      throw new CodedError('channel.handshake-failed', { detail: `the ${side}'s static key is missing` });
    return key;
  }
}
