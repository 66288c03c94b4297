import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { admissionPath, terminalNonceHeader } from '../../../src/contract/device-authentication.ts';
import { serviceWalkPath } from '../../../src/contract/allocation.ts';
import {
  channelLimits,
  channelMediaType,
  channelPatterns,
  handshakePath,
  messagePath,
} from '../../../src/contract/channel.ts';
import { directoryPath } from '../../../src/contract/directory.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { healthPath } from '../../../src/contract/health.ts';
import { catalogPath, chunkPath, metadataPath, regionKeyPath } from '../../../src/contract/maps.ts';
import { protocolHeader } from '../../../src/contract/protocol-version.ts';
import {
  currentSessionPath,
  sessionEndPath,
  sessionExtensionPath,
  terminalsPath,
} from '../../../src/contract/sessions.ts';
import { errorCodes } from '../../../src/errors/codes.ts';
import { problemMediaType } from '../../../src/errors/problem.ts';
import { keyLabels } from '../../../src/protocol/labels.ts';
import { blocksOf, documentUrl, exampleOf, readDocument, withCurrentBlocks } from '../../support/protocol-document.ts';
import { protocolExamples } from '../../support/protocol-examples.ts';

const text = readDocument();

describe('the worked examples of docs/protocol.md', () => {
  it('are those that the code makes, each once', () => {
    const named = [...blocksOf(text).keys()];
    expect(named.toSorted()).toEqual(['error-codes', ...Object.keys(protocolExamples)].toSorted());
    expect(text.match(/<!-- from the code: /g)).toHaveLength(named.length);
  });

  it.each(Object.entries(protocolExamples))('%s has the values of the code', (name, example) => {
    expect(exampleOf(text, name)).toEqual(example());
  });

  it('and the table of codes stand there as the code has them (vitest -u brings them up to date)', async () => {
    await expect(await withCurrentBlocks(text)).toMatchFileSnapshot(fileURLToPath(documentUrl));
  });
});

describe('docs/protocol.md names', () => {
  /** In code spans or blocks: a word of the prose does not count. */
  const named = (name: string) => text.includes(`\`${name}\``) || text.includes(`"${name}"`);

  it.each(Object.keys(errorCodes))('the error %s', (code) => expect(named(code)).toBe(true));
  it.each(keyLabels)('the label %s', (label) => expect(named(label)).toBe(true));
  it.each(Object.values(payloadTypes))('the payload type %s', (type) => expect(named(type)).toBe(true));
  it.each(Object.entries(channelPatterns))('the channel %s with its pattern', (purpose, pattern) => {
    expect(text).toMatch(new RegExp(`\\| \`${purpose}\` +\\| \`${pattern}\` +\\|`));
  });
  it.each([
    admissionPath,
    catalogPath,
    chunkPath('{id}'),
    currentSessionPath,
    directoryPath,
    handshakePath('{purpose}' as 'session'),
    healthPath,
    messagePath('{purpose}' as 'session'),
    metadataPath('{file}'),
    regionKeyPath('{region}'),
    serviceWalkPath,
    sessionEndPath,
    sessionExtensionPath,
    terminalsPath,
  ])('the path %s', (path) => expect(text).toMatch(new RegExp(`[\` ]${path.replaceAll(/[{}]/g, '\\$&')}\``)));
  it.each([channelMediaType, problemMediaType])('the media type %s', (type) => expect(named(type)).toBe(true));
  it.each([protocolHeader, terminalNonceHeader])('the field %s', (field) =>
    expect(text.toLowerCase()).toContain(`\`${field}`),
  );
  it.each(Object.entries(channelLimits))('the limit %s', (_name, value) => {
    expect(text).toMatch(new RegExp(`\\b${value.toLocaleString('en').replace(',', ' ?')}\\b`));
  });
});
