import { CodedError } from '../../../src/errors/coded-error.ts';
import type { AllocationRule, AllocationTarget } from '../rules/rule.ts';
import { checkTargets } from '../rules/rule.ts';
import { isReference, readTargetSet, spellServer, writeTargetSet, type ServerFacts } from '../rules/target-set.ts';
import { digestOfTargets, type SpelledTargets } from '../store/rule-file-builder.ts';
import type { RuleTable } from '../store/rule-reader.ts';

/** Sets of servers that are kept, each read and checked once. */
const keptSets = 100_000;

/**
 * What rows call servers: by their id; where one id has several facts (an old key and a new one, say), the others are
 * `auth-1~2`, `auth-1~3`.
 */
export class ServerNames {
  readonly #facts = new Map<string, ServerFacts>();
  readonly #names = new Map<string, string>();
  readonly #sets = new Map<string, SpelledTargets>();

  /** The servers that a table leads to, by the names that its imported part has for them. */
  static of({ imported }: Pick<RuleTable, 'imported'>, set: Iterable<AllocationRule>): ServerNames {
    const names = new ServerNames();
    for (const [name, facts] of imported?.servers() ?? []) names.give(name, facts);
    for (const { targets } of set) for (const { weight: _weight, ...facts } of targets) names.nameOf(facts);
    return names;
  }

  /** Sets what a name stands for. @throws request.malformed where it is none */
  give(name: string, facts: ServerFacts): void {
    if (!isReference(name)) throw new CodedError('request.malformed', { detail: `"${name}" is no name of a server` });
    this.#facts.set(name, facts);
    this.#names.set(spellServer(facts), name);
    this.#sets.clear();
  }

  entries(): Iterable<[string, ServerFacts]> {
    return this.#facts.entries();
  }

  /** The name of a server with exactly these facts; a new one where there was none. */
  nameOf(facts: ServerFacts): string {
    const known = this.#names.get(spellServer(facts));
    if (known !== undefined) return known;
    let name = facts.serverId;
    for (let number = 2; this.#facts.has(name); number++) name = `${facts.serverId}~${number}`;
    this.give(name, facts);
    return name;
  }

  /** How a row says which servers a rule leads to. */
  write(targets: readonly AllocationTarget[]): string {
    return writeTargetSet(targets.map(({ weight, ...facts }) => ({ reference: this.nameOf(facts), weight })));
  }

  /** @throws request.malformed where a name is not known, or the set is none that a rule may lead to */
  read(cell: string): SpelledTargets {
    const kept = this.#sets.get(cell);
    if (kept !== undefined) return kept;
    const shares = readTargetSet(cell);
    const targets = checkTargets(shares.map(({ reference, weight }) => ({ ...this.#known(reference), weight })));
    const read = { spelling: writeTargetSet(shares), digest: digestOfTargets(targets) };
    if (this.#sets.size >= keptSets) this.#sets.clear();
    this.#sets.set(cell, read);
    return read;
  }

  #known(reference: string): ServerFacts {
    const facts = this.#facts.get(reference);
    if (facts === undefined)
      throw new CodedError('request.malformed', { detail: `no server is known as ${reference}` });
    return facts;
  }
}
