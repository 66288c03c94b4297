import { check } from '../contract/check.ts';
import { TerminalsReply } from '../contract/sessions.ts';
import { concat, decodeJson, encodeJson, fromBase64url, toBase64url } from './bytes.ts';
import { openForSession, sealForSession } from './session-sealing.ts';

const paddingBytes = 256;
/** 1000 terminals with the longest names, each character escaped. */
const maximumBytes = 786_432;

/** C7, G1: filled with spaces, so that its length tells little. @returns base64url */
export function sealTerminals(audienceKey: Uint8Array, reply: TerminalsReply): string {
  const json = encodeJson(reply);
  const filling = new Uint8Array(-json.byteLength & (paddingBytes - 1)).fill(0x20);
  return toBase64url(sealForSession(audienceKey, 'terminals delivery', '', concat(json, filling)));
}

/** @throws network.answer-invalid */
export function openTerminals(audienceKey: Uint8Array, sealed: string): TerminalsReply {
  const bytes = fromBase64url(sealed, 'network.answer-invalid');
  const json = openForSession(audienceKey, 'terminals delivery', '', bytes, maximumBytes);
  return check(TerminalsReply, decodeJson(json, 'network.answer-invalid'), 'network.answer-invalid');
}
