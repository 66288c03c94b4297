import type { Static } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { SignUpRequest, type Choose, type Confirm, type Identify } from '../../../src/contract/sign-up.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { equalBytes, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { confirmationProof } from '../../../src/protocol/session-keys.ts';
import type { ChannelCall, ChannelDefinition, Decide } from '../../kit/channel/register-channel.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { activateKey } from '../access-keys.ts';
import { guessSubjects, recordGuess, refuseWhileSlowed } from '../guesses.ts';
import type { Account } from '../store/account-store.ts';
import { SqlAccountStore } from '../store/sql-account-store.ts';
import { SqlKeyStore } from '../store/sql-key-store.ts';
import { checkRoom, offerFor } from '../terminal-policy.ts';
import { finishLogin, startLogin } from './login.ts';
import { advance, expectStep, readSignUpState, type StateAt } from './sign-up-state.ts';

/** Sign-ups of one account that may wait for their confirmation; the oldest makes room. */
const pendingKeysPerAccount = 8;

/** C3: a terminal signs up (src/contract/sign-up.ts has the messages in their order). */
export function signUpConversation(server: AccountsServer): ChannelDefinition {
  return {
    purpose: 'sign-up',
    handle: async (request, call) => {
      const message = check(SignUpRequest, request, 'request.malformed');
      const state = readSignUpState(call.context);
      switch (message.step) {
        case 'login-start':
          return startLogin(server, call, expectStep(state, message.step), message);
        case 'login-finish':
          return finishLogin(server, call, expectStep(state, message.step), message);
        case 'identify':
          return identify(server, call, expectStep(state, message.step), message);
        case 'choose':
          return choose(server, expectStep(state, message.step), message);
        case 'confirm':
          return confirm(server, call, expectStep(state, message.step), message);
      }
    },
  };
}

/** The licence number, for which a wrong one counts as a guess, and what the policy offers this terminal. */
async function identify(
  server: AccountsServer,
  call: ChannelCall,
  state: StateAt<'identify'>,
  { licenceNumber, makerId, modelId, terminalName }: Static<typeof Identify>,
): Promise<Decide> {
  const { userId } = state;
  const subjects = guessSubjects(server.secrets, userId, call.address);
  await refuseWhileSlowed(server.database, subjects, server.clock.now());
  if (licenceNumber === undefined) {
    throw new CodedError('account.licence-wrong', { detail: 'a licence number is needed' });
  }
  const mac = server.secrets.licenceMac(userId, licenceNumber);
  return async (tx) => {
    const now = server.clock.now();
    const account = await usableAccount(tx, userId);
    if (!equalBytes(mac, account.licenceMac)) {
      await recordGuess(tx, subjects, now);
      await server.audit.record(tx, {
        action: 'sign-up.identify',
        outcome: 'refused',
        code: 'account.licence-wrong',
        subject: userId,
      });
      return { refuse: new CodedError('account.licence-wrong') };
    }
    const terminals = await new SqlKeyStore(tx).listTerminals(userId);
    return {
      result: offerFor(terminals, server.settings, now),
      context: advance(state, { type: 'identified', terminal: { name: terminalName, makerId, modelId } }),
    };
  };
}

/** C3: each choice issues a new key, which changes nothing until it is confirmed. */
async function choose(
  server: AccountsServer,
  state: StateAt<'choose'>,
  { choice, slotId }: Static<typeof Choose>,
): Promise<Decide> {
  const { userId, terminal } = state;
  if ((choice === 'overwrite') !== (slotId !== undefined)) {
    throw new CodedError('request.malformed', { detail: 'slotId belongs to overwrite' });
  }
  if (choice === 'cancel') {
    return async () => ({
      refuse: new CodedError('account.cancelled'),
      context: advance(state, { type: 'cancelled' }),
    });
  }
  const accessKey = randomBytes(32);
  const accessKeyId = toBase64url(randomBytes(16));
  const slot = slotId ?? toBase64url(randomBytes(16));
  const sealedKey = server.secrets.sealAccessKey(accessKeyId, accessKey);
  return async (tx) => {
    const now = server.clock.now();
    const account = await usableAccount(tx, userId);
    const keys = new SqlKeyStore(tx);
    const terminals = await keys.listTerminals(userId);
    if (choice === 'add') checkRoom(terminals, server.settings);
    else if (!terminals.some((registered) => registered.slotId === slot)) throw new CodedError('account.slot-unknown');
    await keys.endPending(userId, slot, pendingKeysPerAccount - 1, now);
    await keys.insert({ id: accessKeyId, userId, slotId: slot, state: 'pending', sealedKey, terminal, createdAt: now });
    if (account.state === 'issued') await new SqlAccountStore(tx).setState(userId, 'active');
    await server.audit.record(tx, {
      action: 'access-key.issue',
      outcome: 'ok',
      subject: userId,
      details: { choice, slot },
    });
    return {
      result: { slotId: slot, accessKeyId, accessKey: toBase64url(accessKey) },
      context: advance(state, { type: 'issued', accessKeyId }),
    };
  };
}

/** C3: the key becomes active when the terminal has proved that it holds it; repeated, the same answer. */
async function confirm(
  server: AccountsServer,
  call: ChannelCall,
  state: StateAt<'confirm' | 'done'>,
  { proof }: Static<typeof Confirm>,
): Promise<Decide> {
  const { accessKeyId } = state;
  const sealed = await new SqlKeyStore(server.database).findSealed(accessKeyId);
  if (sealed === undefined) throw new CodedError('access-key.not-active');
  const expected = confirmationProof(server.secrets.openAccessKey(accessKeyId, sealed), call.handshakeHash);
  if (!equalBytes(fromBase64url(proof), expected)) throw new CodedError('account.confirm-failed');
  return async (tx) => {
    await activateKey(server, tx, accessKeyId);
    return { result: { active: true }, context: state.at === 'done' ? state : advance(state, { type: 'confirmed' }) };
  };
}

async function usableAccount(sql: SqlExecutor, userId: string): Promise<Account> {
  const account = await new SqlAccountStore(sql).find(userId);
  if (account === undefined || account.state === 'revoked') throw new CodedError('account.login-failed');
  return account;
}
