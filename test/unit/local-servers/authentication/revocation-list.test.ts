import { describe, expect, it } from 'vitest';
import { maximumListed, readRevocationList } from '../../../../local-servers/authentication/revocation-list.ts';
import { codeOf } from '../../../support/coded.ts';

const id = 'A'.repeat(22);

describe('a list of stolen devices', () => {
  it('names devices by id or by number, in whatever order its columns stand', () => {
    const { devices, faults } = readRevocationList(
      `\ufeffhardwareNumber,deviceId,makerId,modelId\r\nSN1,,acme,N-1\r\n\r\n,${id},,\r\n"SN,2",,acme,\r\n`,
    );
    expect(faults).toEqual([]);
    expect(devices).toEqual([
      { line: 2, device: { makerId: 'acme', modelId: 'N-1', hardwareNumber: 'SN1' } },
      { line: 4, device: { deviceId: id } },
      { line: 5, device: { makerId: 'acme', modelId: undefined, hardwareNumber: 'SN,2' } },
    ]);
  });

  it('says what is wrong with which line, and reads the others', () => {
    const { devices, faults } = readRevocationList(
      `deviceId,makerId,hardwareNumber\n${id},,\nshort,,\n,acme,\na,b\n${id},acme,1\n`,
    );
    expect(devices).toHaveLength(1);
    expect(faults.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(faults[2]?.problem).toBe('2 cells under 3 columns');
  });

  it.each([
    ['nothing', ''],
    ['an unknown column', 'serial\n1\n'],
    ['a column twice', 'deviceId,deviceId\n'],
    ['half of a name', 'makerId,modelId\nacme,N-1\n'],
    ['quotes that do not close', `deviceId\n"${id}\n`],
    ['a row too long', `deviceId\n${'x'.repeat(2_000)}\n`],
    ['too many lines', `deviceId\n${`${id}\n`.repeat(maximumListed + 1)}`],
  ])('refuses %s', (_what, csv) => {
    expect(codeOf(() => readRevocationList(csv))).toBe('request.malformed');
  });
});
