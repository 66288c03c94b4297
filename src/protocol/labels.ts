import { hkdf, type MacKey } from './hash.ts';
import { utf8 } from './bytes.ts';

/** Every HKDF label of the protocol; each key has one use. The wire form is `naviterm/1 <label>` in ASCII. */
export const keyLabels = [
  'channel id',
  'session key',
  'audience key',
  'session handle',
  'device binding',
  'device secret',
  'secret id',
  'opaque binding',
  'strengthened initiator',
  'strengthened responder',
  'access key confirmation',
  'region key delivery',
  'terminals delivery',
  'chunk key',
  'chunk id',
  'cookie',
  'service nonce',
  'sealed at rest',
  'service pseudonym',
  'user pseudonym',
  'licence number',
  'guess counting',
  'certificate check id',
] as const;
export type KeyLabel = (typeof keyLabels)[number];

export const labelBytes = (label: KeyLabel, context = '') =>
  utf8(context === '' ? `naviterm/1 ${label}` : `naviterm/1 ${label} ${context}`);

/** HKDF-SHA256 with the label of one use; `context` (e.g. an audience id) makes keys of one label differ. */
export function deriveKey(inputKey: MacKey, salt: Uint8Array, label: KeyLabel, length = 32, context = ''): Uint8Array {
  return hkdf(inputKey, salt, labelBytes(label, context), length);
}
