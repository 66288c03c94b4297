import { describe, expect, it } from 'vitest';
import { RequestLimit } from '../../../local-servers/kit/request-limit.ts';
import { TestClock } from '../../support/test-clock.ts';

const from = (remoteAddress: string) => ({ remoteAddress });

describe('the limit of requests a minute', () => {
  it('counts all connections of one address together, and says when to come again', () => {
    const clock = new TestClock();
    const limit = new RequestLimit(2, clock);
    limit.count(from('192.0.2.1'));
    clock.advance(20);
    limit.count(from('192.0.2.1'));
    const third = from('192.0.2.1');
    expect(() => limit.count(third)).toThrow(
      expect.objectContaining({ code: 'request.rate-limited', retryAfter: 40 }) as Error,
    );
    limit.count(from('192.0.2.2'));
    clock.advance(40);
    limit.count(third);
  });

  it('keeps counting whom it refused only until the minute is over', () => {
    const clock = new TestClock();
    const limit = new RequestLimit(1, clock);
    const socket = from('2001:db8::1');
    limit.count(socket);
    for (let round = 0; round < 50; round += 1) expect(() => limit.count(socket)).toThrow('request.rate-limited');
    clock.advance(60);
    limit.count(socket);
  });
});
