import { describe, expect, it } from 'vitest';
import { atAnyEndpoint, orderEndpoints } from '../../../src/allocation/endpoints.ts';
import type { Endpoint } from '../../../src/contract/allocation.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { ErrorCode } from '../../../src/errors/codes.ts';
import { codeOfRejection } from '../../support/coded.ts';

const endpoint = (url: string, priority: number, weight: number): Endpoint => ({ url, priority, weight });
const urls = (endpoints: readonly Endpoint[]) => endpoints.map(({ url }) => url).join('');

describe('the order of endpoints (RFC 2782)', () => {
  const endpoints = [endpoint('c', 1, 5), endpoint('a', 0, 1), endpoint('b', 0, 3)];

  it('goes by priority, and within one priority by the draw over weights', () => {
    expect(urls(orderEndpoints(endpoints, () => 0))).toBe('abc');
    expect(urls(orderEndpoints(endpoints, () => 0.24))).toBe('abc');
    expect(urls(orderEndpoints(endpoints, () => 0.26))).toBe('bac');
    expect(urls(orderEndpoints(endpoints, () => 0.999))).toBe('bac');
  });

  it('draws an endpoint of weight 0 only when the others of its priority were drawn', () => {
    const some = [endpoint('z', 0, 0), endpoint('a', 0, 1), endpoint('y', 0, 0)];
    for (const draw of [0, 0.5, 0.999]) expect(urls(orderEndpoints(some, () => draw))).toBe('azy');
  });

  it('follows the weights over many draws', () => {
    const first = Array.from({ length: 400 }, (_, index) => orderEndpoints(endpoints, () => index / 400)[0]?.url);
    expect(first.filter((url) => url === 'b')).toHaveLength(300);
  });
});

describe('trying endpoints', () => {
  const two = [endpoint('a', 0, 1), endpoint('b', 1, 1)];
  const failing = (codes: Readonly<Record<string, ErrorCode>>) => {
    const asked: string[] = [];
    const attempt = async (url: string) => {
      asked.push(url);
      const code = codes[url];
      if (code !== undefined) throw new CodedError(code);
      return url;
    };
    return { asked, attempt };
  };

  it.each([
    'network.unreachable',
    'network.timeout',
    'network.answer-invalid',
    'server.unavailable',
    'server.internal',
    'channel.handshake-failed',
  ] as const)('goes on to the next one after %s', async (code) => {
    const { asked, attempt } = failing({ a: code });
    expect(await atAnyEndpoint(two, attempt)).toBe('b');
    expect(asked).toEqual(['a', 'b']);
  });

  it('takes a refusal for an answer', async () => {
    const { asked, attempt } = failing({ a: 'allocation.maker-unknown' });
    expect(await codeOfRejection(atAnyEndpoint(two, attempt))).toBe('allocation.maker-unknown');
    expect(asked).toEqual(['a']);
  });

  it('tells the most telling failure where all fail', async () => {
    const { attempt } = failing({ a: 'channel.handshake-failed', b: 'network.unreachable' });
    expect(await codeOfRejection(atAnyEndpoint(two, attempt))).toBe('channel.handshake-failed');
    const other = failing({ a: 'network.timeout', b: 'network.unreachable' });
    expect(await codeOfRejection(atAnyEndpoint(two, other.attempt))).toBe('network.unreachable');
    expect(await codeOfRejection(atAnyEndpoint([], attempt))).toBe('network.unreachable');
  });
});
