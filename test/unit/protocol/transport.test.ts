import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { toProblem } from '../../../src/errors/problem.ts';
import { encodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import { channelExchange, refusal, type HttpRequest, type HttpResponse } from '../../../src/protocol/transport.ts';
import { codeOfRejection } from '../../support/coded.ts';

const answer = (status: number, type: string | undefined, body: Uint8Array): HttpResponse => ({
  status,
  headers: type === undefined ? {} : { 'content-type': type },
  body,
});

describe('a refusal', () => {
  it('is the problem that it says', () => {
    const problem = encodeJson(toProblem(new CodedError('request.rate-limited', { retryAfter: 3 })));
    expect(refusal(answer(429, 'application/problem+json; charset=utf-8', problem))).toMatchObject({
      code: 'request.rate-limited',
      retryAfter: 3,
    });
  });

  it('is an invalid answer where it is no problem document', () => {
    for (const response of [
      answer(502, undefined, utf8('')),
      answer(502, 'text/html', utf8('<h1>')),
      answer(400, 'application/problem+json', utf8('{}')),
    ]) {
      expect(refusal(response)).toMatchObject({ code: 'network.answer-invalid' });
    }
    expect(() => refusal(answer(400, 'application/problem+json', utf8('{')))).toThrow(
      expect.objectContaining({ code: 'network.answer-invalid' }),
    );
  });
});

describe('a channel exchange', () => {
  it('posts the body with version and media type, and gives the body of a 200', async () => {
    const requests: HttpRequest[] = [];
    const exchange = channelExchange(async (request) => {
      requests.push(request);
      return answer(200, undefined, utf8('reply'));
    }, 'http://a.example/');
    expect(Buffer.from(await exchange('/v1/x', utf8('body'))).toString()).toBe('reply');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: 'http://a.example/v1/x',
      headers: { 'content-type': 'application/vnd.naviterm.channel', 'naviterm-protocol': '1' },
      timeout: 10,
    });
  });

  it('throws what any other status says', async () => {
    const exchange = channelExchange(async () => answer(204, undefined, utf8('')), 'http://a.example');
    expect(await codeOfRejection(exchange('/v1/x', utf8('')))).toBe('network.answer-invalid');
  });
});
