/*
 * Hardware numbers as keys of an index. They are ordered by length first, then by ASCII (`compareHardwareNumbers`); a key
 * is the number behind one character for its length, so that keys compared as bytes have the same order.
 */

const lowest = 0x21;
const highest = 0x7e;
const longest = 64;
/** Length 1 is written as 0x21, length 64 as 0x60. */
const lengthBase = 0x20;

export const hardwareNumberKey = (hardwareNumber: string): string =>
  String.fromCharCode(lengthBase + hardwareNumber.length) + hardwareNumber;

export const hardwareNumberOf = (key: string): string => key.slice(1);

/** The key that follows at once; undefined after the last one. */
export function keyAfter(key: string): string | undefined {
  const number = hardwareNumberOf(key);
  for (let place = number.length - 1; place >= 0; place--) {
    const code = number.charCodeAt(place);
    if (code < highest) {
      const rest = String.fromCharCode(lowest).repeat(number.length - place - 1);
      return hardwareNumberKey(number.slice(0, place) + String.fromCharCode(code + 1) + rest);
    }
  }
  return number.length < longest ? hardwareNumberKey(String.fromCharCode(lowest).repeat(number.length + 1)) : undefined;
}

/** The key that comes just before; undefined before the first one. */
export function keyBefore(key: string): string | undefined {
  const number = hardwareNumberOf(key);
  for (let place = number.length - 1; place >= 0; place--) {
    const code = number.charCodeAt(place);
    if (code > lowest) {
      const rest = String.fromCharCode(highest).repeat(number.length - place - 1);
      return hardwareNumberKey(number.slice(0, place) + String.fromCharCode(code - 1) + rest);
    }
  }
  return number.length > 1 ? hardwareNumberKey(String.fromCharCode(highest).repeat(number.length - 1)) : undefined;
}
