import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSessionId, SessionHandles } from '../../../../local-servers/accounts/session-handles.ts';
import { randomBytes } from '../../../../src/protocol/random.ts';

const masterKey = randomBytes(32);
const handles = new SessionHandles(masterKey);
const names = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 17 });
const time = fc.double({ min: 0, max: 1e10, noNaN: true });

describe('handles', () => {
  it('lead back to their session and audience, in every process with the master key', () => {
    fc.assert(
      fc.property(time, names, (now, audiences) => {
        const sessionId = newSessionId(now);
        const made = handles.make(sessionId, audiences);
        expect(made.map(({ id }) => id)).toEqual(audiences);
        for (const [audienceNumber, { handle }] of made.entries())
          expect(new SessionHandles(masterKey).read(handle)).toEqual({ sessionId, audienceNumber });
      }),
    );
  });

  it('have no run of bytes in common, neither those of one session nor those of sessions made in the same moment', () => {
    const known = Array.from({ length: 300 }, () => handles.make(newSessionId(1_700_000_000), ['accounts', 'maps']))
      .flat()
      .map(({ handle }) => Buffer.from(handle, 'base64url'));
    const runs = known.flatMap((bytes) => Array.from({ length: 9 }, (_, at) => bytes.toString('hex', at, at + 8)));
    expect(new Set(runs).size).toBe(runs.length);
  });

  it('of another server lead nowhere, nor does any other text', () => {
    const [foreign] = new SessionHandles(randomBytes(32)).make('0123456789abcdef01234567', ['maps']);
    const known = handles.read(foreign?.handle ?? '')?.sessionId;
    expect(known).not.toBe('0123456789abcdef01234567');
    fc.assert(fc.property(fc.string(), (text) => handles.read(text) === undefined));
    const { handle = '' } = handles.make(newSessionId(0), ['maps'])[0] ?? {};
    for (const wrong of [`${handle}A`, `${handle}=`, handle.slice(1), ` ${handle}`, handle.replace(/.$/, '_')])
      expect(handles.read(wrong)).toBeUndefined();
  });
});

describe('ids of sessions', () => {
  it('are in the order of their time, differ in one moment, and are made by any clock', () => {
    fc.assert(
      fc.property(time, time, (one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        if (later - earlier > 0.002) expect(newSessionId(earlier) < newSessionId(later)).toBe(true);
      }),
    );
    for (const wrong of [-1e9, 1e15]) expect(newSessionId(wrong)).toMatch(/^[0-9a-f]{24}$/);
    expect(new Set(Array.from({ length: 1_000 }, () => newSessionId(1_700_000_000))).size).toBe(1_000);
  });
});
