import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importX25519 } from '../../../../src/protocol/keys.ts';
import { decryptWith, encryptWith } from '../../../../src/protocol/noise/cipher-state.ts';
import { Handshake, type NoisePattern } from '../../../../src/protocol/noise/handshake.ts';
import { fromHex, toHex } from '../../../support/hex.ts';

interface Vector {
  readonly protocol_name: string;
  readonly source: string;
  readonly init_prologue: string;
  readonly init_static?: string;
  readonly init_ephemeral: string;
  readonly init_remote_static: string;
  readonly init_psks?: readonly string[];
  readonly resp_prologue: string;
  readonly resp_static: string;
  readonly resp_ephemeral: string;
  readonly resp_remote_static?: string;
  readonly resp_psks?: readonly string[];
  readonly handshake_hash?: string;
  readonly messages: readonly { readonly payload: string; readonly ciphertext: string }[];
}

const { vectors } = JSON.parse(readFileSync(new URL('../vectors/noise.json', import.meta.url), 'utf8')) as {
  vectors: readonly Vector[];
};

const privateKey = (digits: string) => importX25519(fromHex(digits));

function sides(vector: Vector): { initiator: Handshake; responder: Handshake } {
  const pattern = vector.protocol_name.split('_')[1] as NoisePattern;
  const initiator = new Handshake('initiator', {
    pattern,
    prologue: fromHex(vector.init_prologue),
    ephemeral: privateKey(vector.init_ephemeral),
    remoteStatic: fromHex(vector.init_remote_static),
    ...(vector.init_static === undefined ? {} : { staticKey: privateKey(vector.init_static) }),
  });
  const responder = new Handshake('responder', {
    pattern,
    prologue: fromHex(vector.resp_prologue),
    ephemeral: privateKey(vector.resp_ephemeral),
    staticKey: privateKey(vector.resp_static),
    ...(vector.resp_remote_static === undefined ? {} : { remoteStatic: fromHex(vector.resp_remote_static) }),
  });
  return { initiator, responder };
}

describe.each(vectors.map((vector) => ({ name: `${vector.protocol_name} of ${vector.source}`, vector })))(
  '$name',
  ({ vector }) => {
    it('gives the published bytes, message by message', () => {
      const { initiator, responder } = sides(vector);
      const [psk] = (vector.init_psks ?? []).map(fromHex);
      const [first, second, ...transport] = vector.messages;
      if (first === undefined || second === undefined) expect.fail('a vector has at least the two handshake messages');

      expect(toHex(initiator.write(fromHex(first.payload), psk))).toBe(first.ciphertext);
      expect(toHex(responder.read(fromHex(first.ciphertext), psk))).toBe(first.payload);
      expect(toHex(responder.write(fromHex(second.payload), psk))).toBe(second.ciphertext);
      expect(toHex(initiator.read(fromHex(second.ciphertext), psk))).toBe(second.payload);

      const keys = initiator.finish();
      expect(responder.finish()).toEqual(keys);
      if (vector.handshake_hash !== undefined) expect(toHex(keys.handshakeHash)).toBe(vector.handshake_hash);
      for (const [index, { payload, ciphertext }] of transport.entries()) {
        // The initiator sends the even ones; each direction counts for itself.
        const key = index % 2 === 0 ? keys.initiatorKey : keys.responderKey;
        const counter = Math.floor(index / 2);
        expect(toHex(encryptWith(key, counter, new Uint8Array(0), fromHex(payload)))).toBe(ciphertext);
        expect(toHex(decryptWith(key, counter, new Uint8Array(0), fromHex(ciphertext)))).toBe(payload);
      }
    });
  },
);

it('covers every pattern with two messages', () => {
  expect(new Set(vectors.map((vector) => vector.protocol_name.split('_')[1]))).toEqual(new Set(['NK', 'NKpsk2', 'KK']));
});
