import { openSecondPart } from '../../../src/allocation/walk.ts';
import {
  AllocationRequest,
  type AllocationAnswer,
  type AllocationReply,
  type ConnectionInformation,
  type SecondAllocationInformation,
} from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import type { KeyPair } from '../../../src/protocol/keys.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { Audit } from '../../kit/audit.ts';
import type { ChannelDefinition, Decide } from '../../kit/channel/register-channel.ts';
import { choose } from '../rules/choose.ts';
import type { Told } from '../rules/match.ts';
import { spread } from '../rules/spread.ts';
import { signingKeyFor, type KeyHolder } from '../../kit/server-keys.ts';
import type { AllocationSettings } from '../settings.ts';
import type { RuleReader, RuleTable } from '../store/rule-reader.ts';

export interface AllocateOptions {
  readonly stage: AllocationSettings['stage'];
  /** The signing key goes with the static key that the link above names, and that the channel was opened to. */
  readonly keys: KeyHolder;
  /** A2: any of them opens sealed second parts; without one they are refused. */
  readonly sealingKeys: () => readonly KeyPair[];
  readonly rules: RuleReader;
  readonly audit: Audit;
}

/** The one message of an `allocation` channel: part of a terminal's allocation information → the next server (A1-A3). */
export function allocation(options: AllocateOptions): ChannelDefinition {
  return {
    purpose: 'allocation',
    oneMessage: true,
    async handle(value, call) {
      const request = check(AllocationRequest, value, 'request.malformed');
      const { second, binding } = secondPartOf(request, options.sealingKeys());
      const told: Told = { ...request.first, ...second };
      const missing = options.stage === 'first' ? request.first === undefined : second === undefined;
      if (missing) {
        throw new CodedError('request.malformed', { detail: `the ${options.stage} allocation information is missing` });
      }
      return options.rules
        .read((table) => answer(table, { told, nonce: request.nonce, binding, staticKeyId: call.staticKeyId }, options))
        .catch(asOwnTrouble);
    },
  };
}

/** A damaged table is the operator's affair: whoever asks tries another server, and again later. */
function asOwnTrouble(error: unknown): never {
  if (!hasCode(error, 'configuration.invalid')) throw error;
  throw new CodedError('server.unavailable', { detail: 'the table of rules cannot be read', cause: error });
}

interface Question {
  readonly told: Told;
  readonly nonce: string;
  readonly binding: string | undefined;
  /** Which of this server's keys the asker knew. */
  readonly staticKeyId: string;
}

function answer(table: RuleTable, question: Question, options: AllocateOptions): Decide {
  const { told, nonce, binding, staticKeyId } = question;
  const choice = choose(table.rules, told);
  const action = 'allocation.answer';
  const subject = [told.makerId ?? '', told.modelId ?? ''].join('/');
  if ('refusal' in choice) {
    const { refusal } = choice;
    return async (tx) => {
      await options.audit.record(tx, { action, outcome: 'refused', code: refusal.code, subject });
      return { refuse: refusal };
    };
  }
  const { rule, scope } = choice;
  const target = spread(rule.targets, spreadKey(told) ?? nonce);
  if (target === undefined) throw new CodedError('server.internal', { detail: `rule ${rule.name} has no target` });
  const { weight: _weight, ...facts } = target;
  const information: ConnectionInformation = { ...facts, scope, version: table.version };
  const content: AllocationAnswer = { nonce, information, ...(binding === undefined ? {} : { binding }) };
  const result: AllocationReply = {
    answer: signDocument(signingKeyFor(options.keys, staticKeyId), payloadTypes.allocationAnswer, content),
  };
  const details = { rule: rule.name, server: target.serverId, version: table.version };
  return async (tx) => {
    await options.audit.record(tx, { action, outcome: 'ok', subject, details });
    return { result };
  };
}

/**
 * A device keeps its server while servers come and go. Where only the maker is known there is nothing to tell devices
 * apart by, so each request is spread anew (by its nonce): any of the targets leads to the same place.
 */
export function spreadKey({ modelId, hardwareNumber }: Told): string | undefined {
  return hardwareNumber === undefined ? undefined : `${modelId ?? ''} ${hardwareNumber}`;
}

function secondPartOf(
  request: AllocationRequest,
  sealingKeys: readonly KeyPair[],
): { second?: SecondAllocationInformation; binding?: string } {
  const { first, second, sealedSecond, nonce } = request;
  if (sealedSecond === undefined) return second === undefined ? {} : { second };
  if (second !== undefined) throw malformed('the second part is there both in the open and sealed');
  if (first === undefined) throw malformed('a sealed second part comes with the first part that it is bound to');
  const [newest, ...former] = sealingKeys;
  if (newest === undefined) throw malformed('this server opens no sealed parts');
  const open = (key: KeyPair) => openSecondPart(sealedSecond, key, nonce, first.makerId);
  const opened = openWithAny(newest, former, open);
  return { second: opened.second, binding: opened.bindingDigest };
}

/** A2: whoever has not heard of the newest key has sealed to one before it. */
function openWithAny<T>(key: KeyPair, [next, ...rest]: readonly KeyPair[], open: (key: KeyPair) => T): T {
  try {
    return open(key);
  } catch (error) {
    if (next === undefined || !hasCode(error, 'request.malformed')) throw error;
    return openWithAny(next, rest, open);
  }
}

function malformed(detail: string): CodedError {
  return new CodedError('request.malformed', { detail });
}
