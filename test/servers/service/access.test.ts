import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../local-servers/service/access/sessions.ts';
import { Recent } from '../../../local-servers/kit/recent.ts';
import { Bandwidth, Bandwidths } from '../../../local-servers/service/delivery/bandwidth.ts';
import { singleRange } from '../../../local-servers/service/delivery/file-answer.ts';
import type { SessionCheck, SessionCheckReply } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { readSignedRequest, signSessionRequest } from '../../../src/protocol/request-signatures.ts';
import { codeOf, codeOfRejection } from '../../support/coded.ts';
import { TestClock } from '../../support/test-clock.ts';

const audienceKey = new Uint8Array(32).fill(1);
const handle = 'AAECAwQFBgcICQoLDA0ODw';
const noBody = new Uint8Array(0);
const url = 'http://maps.test/v1/catalog';

function requestOf(counter = 1, key = audienceKey) {
  const headers = signSessionRequest({ method: 'GET', url, body: noBody }, { handle, audienceKey: key, counter });
  return readSignedRequest('session', { method: 'GET', targetUri: url, headers }, noBody);
}

const reply: SessionCheckReply = {
  audienceKey: toBase64url(audienceKey),
  pseudonym: toBase64url(new Uint8Array(32)),
  contract: { plan: 'standard', regions: ['montevideo'], expiresIn: 1000 },
  expiresIn: 30,
};

/** The sessions of a service whose account server answers what `answer` says; it counts the questions. */
function sessionsWith(answer: (request: SessionCheck) => unknown) {
  const clock = new TestClock();
  const asked: SessionCheck[] = [];
  const sessions = new Sessions(async (request) => {
    asked.push(request);
    return answer(request);
  }, clock);
  return { sessions, asked, clock };
}

describe('the sessions of a service', () => {
  it('are asked for once, however many requests come at first', async () => {
    const { sessions, asked, clock } = sessionsWith(() => reply);
    const request = requestOf();
    const found = await Promise.all([sessions.of(request), sessions.of(request), sessions.of(request)]);
    expect(found[0]).toMatchObject({ handle, endsAt: clock.now() + 30, contractEndsAt: clock.now() + 1000 });
    await sessions.of(requestOf(2));
    expect(asked).toHaveLength(1);
  });

  it('are asked for again when they have run out, and go on where they were extended', async () => {
    const { sessions, asked, clock } = sessionsWith(() => reply);
    await sessions.of(requestOf());
    clock.advance(30);
    const extended = await sessions.of(requestOf(2));
    expect(() => sessions.assertLive(extended)).not.toThrow();
    expect(asked).toHaveLength(2);
  });

  it.each(['session.expired', 'session.unknown', 'server.unavailable'] as const)(
    'are expired where the account server then says %s',
    async (code) => {
      let over = false;
      const { sessions, clock } = sessionsWith(() => {
        if (over) throw new CodedError(code);
        return reply;
      });
      await sessions.of(requestOf());
      over = true;
      clock.advance(30);
      const session = await sessions.of(requestOf(2));
      expect(codeOf(() => sessions.assertLive(session))).toBe('session.expired');
    },
  );

  it('are revoked where the account server then says so', async () => {
    let revoked = false;
    const { sessions, clock } = sessionsWith(() => {
      if (revoked) throw new CodedError('session.revoked');
      return reply;
    });
    await sessions.of(requestOf());
    revoked = true;
    clock.advance(30);
    expect(await codeOfRejection(sessions.of(requestOf(2)))).toBe('session.revoked');
  });

  it('are refused for a second without asking, and only to the request that was refused', async () => {
    let known = false;
    const { sessions, asked, clock } = sessionsWith(() => {
      if (!known) throw new CodedError('session.unknown');
      return reply;
    });
    const forged = requestOf(1, new Uint8Array(32));
    expect(await codeOfRejection(sessions.of(forged))).toBe('session.unknown');
    expect(await codeOfRejection(sessions.of(forged))).toBe('session.unknown');
    expect(asked).toHaveLength(1);
    clock.advance(1);
    expect(await codeOfRejection(sessions.of(forged))).toBe('session.unknown');
    expect(asked).toHaveLength(2);
    known = true;
    expect(await sessions.of(requestOf(2))).toMatchObject({ handle });
  });

  it('are not refused because the account server was away for a moment', async () => {
    let away = true;
    const { sessions } = sessionsWith(() => {
      if (away) throw new CodedError('server.unavailable');
      return reply;
    });
    const request = requestOf();
    expect(await codeOfRejection(sessions.of(request))).toBe('server.unavailable');
    away = false;
    expect(await sessions.of(request)).toMatchObject({ handle });
  });

  it('believe no answer of another shape', async () => {
    const { sessions } = sessionsWith(() => ({ ...reply, audienceKey: 'short' }));
    expect(await codeOfRejection(sessions.of(requestOf()))).toBe('channel.message-invalid');
  });
});

describe('a map with a ceiling', () => {
  it('lets go what was used least recently', () => {
    const recent = new Recent<string, number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    expect(recent.get('a')).toBe(1);
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });
});

describe('a terminal’s bandwidth', () => {
  it('makes whoever sends wait for those before, whatever they send in turn', () => {
    let now = 100;
    const bandwidth = new Bandwidth(1000, () => now);
    expect(bandwidth.reserve(500)).toBeCloseTo(0.45);
    expect(bandwidth.reserve(1000)).toBeCloseTo(1.45);
    now += 1.45;
    expect(bandwidth.reserve(100)).toBeCloseTo(0.1);
    // Silence is not saved up.
    now += 1000;
    expect(bandwidth.reserve(100)).toBeCloseTo(0.05);
  });

  it('is one for each terminal, and none where there is no limit', () => {
    const limited = new Bandwidths(1000);
    expect(limited.of('a')).toBe(limited.of('a'));
    expect(limited.of('a')).not.toBe(limited.of('b'));
    expect(new Bandwidths(undefined).of('a')).toBeUndefined();
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=10-', { start: 10, end: 100 }],
    ['bytes=90-1000', { start: 90, end: 100 }],
  ])('%s is served', (field, range) => {
    expect(singleRange(field, 100)).toEqual(range);
  });

  it.each([undefined, 'bytes=100-', 'bytes=5-4', 'bytes=-5', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=0x1-2'])(
    '%s is as if it were not there',
    (field) => {
      expect(singleRange(field, 100)).toBeUndefined();
    },
  );
});
