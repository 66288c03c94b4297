import { followSuccession, type Succession } from '../allocation/root-succession.ts';
import type { TrustAnchor } from '../allocation/chain.ts';
import { check } from '../contract/check.ts';
import type { SignedDocument } from '../contract/documents.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { RootSuccessors, rootSuccessorsPath } from '../contract/root-succession.ts';
import { decodeJson } from '../protocol/bytes.ts';
import { refusal } from '../protocol/transport.ts';
import type { StateFile } from './state.ts';
import type { TerminalContext } from './terminal-context.ts';

/** G2: the root that this terminal believes: the pinned one, or where the stored succession has led from it. */
export class RootKeeper {
  readonly #pinned: TrustAnchor;
  readonly #state: StateFile;
  #known: { readonly documents: readonly SignedDocument[] | undefined; readonly succession: Succession } | undefined;

  constructor(pinned: TrustAnchor, state: StateFile) {
    this.#pinned = pinned;
    this.#state = state;
  }

  /** Checked anew whenever what is stored has changed. */
  get succession(): Succession {
    const documents = this.#state.current.rootSuccessors;
    if (this.#known === undefined || this.#known.documents !== documents) {
      this.#known = { documents, succession: followSuccession(this.#pinned, documents ?? []) };
    }
    return this.#known.succession;
  }
}

/**
 * Asks the service server which root has taken the place of the present one, and stores what leads there.
 * @returns whether there is a newer one
 * @throws network.*, store.*
 */
export async function followRoot(context: TerminalContext): Promise<boolean> {
  const { steps } = followSuccession(context.anchor, await askForSuccessors(context));
  if (steps.length === 0) return false;
  await context.state.change((now) => ({ ...now, rootSuccessors: [...(now.rootSuccessors ?? []), ...steps] }));
  context.tell({ type: 'root-succeeded', steps: steps.length });
  return true;
}

async function askForSuccessors(context: TerminalContext): Promise<readonly SignedDocument[]> {
  const response = await context.ports.transport({
    method: 'GET',
    url: context.configuration.serviceUrl.replace(/\/$/, '') + rootSuccessorsPath,
    headers: { [protocolHeader]: String(protocolVersion) },
    maximumBytes: 65_536,
    timeout: 10,
  });
  if (response.status !== 200) throw refusal(response);
  const content = decodeJson(response.body, 'network.answer-invalid');
  return check(RootSuccessors, content, 'network.answer-invalid').successors;
}
