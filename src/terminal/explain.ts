import { verifyChain } from '../allocation/chain.ts';
import type { ConnectionInformation } from '../contract/allocation.ts';
import { CodedError } from '../errors/coded-error.ts';
import { keyId } from '../protocol/keys.ts';
import { ownDevice } from './allocate.ts';
import type { TerminalContext } from './terminal-context.ts';

export interface ExplainedLink {
  readonly information: ConnectionInformation;
  /** Id of the key that signed it: the root's, or that of the link before. */
  readonly signedBy: string;
}

/** The chain that is stored for one first server, link by link, or why it does not hold. */
export interface ExplainedChain {
  readonly name: string;
  readonly links: readonly ExplainedLink[];
  readonly refused: CodedError | undefined;
}

/** A4: what this terminal has stored of the way to its authentication server, checked anew. */
export function explainStoredChains(context: TerminalContext): ExplainedChain[] {
  const { chains, seenVersions } = context.state.current;
  return Object.entries(chains).map(([name, chain]) => {
    try {
      const { links } = verifyChain(
        chain,
        context.anchor,
        { nonce: chain.nonce, subject: ownDevice(context) },
        seenVersions,
      );
      return {
        name,
        links: links.map(({ information, signer }) => ({ information, signedBy: keyId(signer) })),
        refused: undefined,
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { name, links: [], refused: error };
    }
  });
}
