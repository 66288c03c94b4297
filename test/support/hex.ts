/** Bytes of hexadecimal digits; white space between them is allowed, as specifications print it. */
export const fromHex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.replace(/\s+/g, ''), 'hex'));

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
