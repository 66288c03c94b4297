import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { writeDurably } from '../../src/host/durable-file.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { systemClock, type ServerClock } from './clock.ts';

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const daySeconds = 86_400;

export interface DemoCertificateOptions {
  /** DNS names and IP addresses that the server is reached by; the first is its common name. */
  readonly names: readonly [string, ...string[]];
  readonly validDays: number;
  /** The system's unless said otherwise: that is what the other side of a TLS connection judges a certificate by. */
  readonly clock?: ServerClock;
}

/** All PEM. */
export interface DemoCertificate {
  readonly key: string;
  readonly cert: string;
  /** What a client trusts. Its key existed only while the certificate was made: nothing else can be signed with it. */
  readonly ca: string;
}

/** A certificate for one machine, signed by an authority made for it alone; no demo shares one with another. */
export async function makeDemoCertificate({
  names,
  validDays,
  clock,
}: DemoCertificateOptions): Promise<DemoCertificate> {
  const now = (clock ?? systemClock()).now();
  // A day back, for browsers whose clock is slow.
  const validity = {
    notBefore: new Date((now - daySeconds) * 1000),
    notAfter: new Date((now + validDays * daySeconds) * 1000),
  };
  const authorityKeys = await generateKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: [{ O: ['Naviterm'] }, { CN: [`Authority of ${names[0]}`] }],
    keys: authorityKeys,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    ...validity,
    subject: [{ O: ['Naviterm'] }, { CN: [names[0]] }],
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, cert: certificate.toString('pem'), ca: authority.toString('pem') };
}

/** The file of a certificate folder that clients read. */
export const authorityFile = 'ca.pem';

/**
 * The certificate in `folder` (key.pem, cert.pem, ca.pem); a new one where there is none, it names other names, or it
 * ends within a tenth of its life.
 */
export async function openDemoCertificate(folder: string, options: DemoCertificateOptions): Promise<DemoCertificate> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  const [key, cert, ca] = await Promise.all([read('key.pem'), read('cert.pem'), read(authorityFile)]);
  const found = { key, cert, ca };
  if (isUsable(found, options)) return found;
  const made = await makeDemoCertificate(options);
  const write = (name: string, text: string, mode: number) =>
    writeDurably({ path: join(folder, name), bytes: utf8(text), mode });
  await write('key.pem', made.key, 0o600);
  await write('cert.pem', made.cert, 0o644);
  await write(authorityFile, made.ca, 0o644);
  return made;
}

function isUsable(found: DemoCertificate, { names, validDays, clock }: DemoCertificateOptions): boolean {
  const certificate = readCertificate(found);
  if (certificate === undefined) return false;
  const remaining = certificate.validToDate.getTime() / 1000 - (clock ?? systemClock()).now();
  if (remaining < (validDays * daySeconds) / 10) return false;
  return names.every(
    (name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined,
  );
}

/** A damaged file counts as none, and so do parts of two certificates: killed between two files, a server leaves such. */
function readCertificate({ key, cert, ca }: DemoCertificate): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(cert);
    const belongs =
      certificate.checkPrivateKey(createPrivateKey(key)) && certificate.verify(new X509Certificate(ca).publicKey);
    return belongs ? certificate : undefined;
  } catch {
    return undefined; // that it cannot be read is all there is to know
  }
}

async function generateKeys() {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}
