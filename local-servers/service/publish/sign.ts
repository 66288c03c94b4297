import type { MapTarget } from '../../../src/maps/map-target.ts';
import { publishTargets, signTimestamp } from '../../../src/maps/tuf/publish.ts';
import { parseMetadata, parseRoot, type RoleName } from '../../../src/maps/tuf/metadata.ts';
import { matches, readTrusted, targetsFacts } from '../../../src/maps/tuf/trusted.ts';
import type { MapSecrets } from '../store/map-secrets.ts';
import type { MapStore } from '../store/map-store.ts';
import type { Publisher, SignedPair } from './publisher.ts';

/**
 * Signs `added` into what is published, all or none, and saves everything that terminals need to see it, in the transaction of
 * `maps`. What was there before is taken from signed metadata alone: nobody who can write to the service's store gets the
 * publisher to sign anything for him (G3). @throws configuration.invalid, map.*
 */
export async function signPublication(
  maps: MapStore,
  secrets: MapSecrets,
  publisher: Publisher,
  added: readonly MapTarget[],
  now: Date,
): Promise<SignedPair> {
  const root = publisher.roots.at(-1) ?? new Uint8Array(0);
  const current = newest(root, [await storedPair(maps), publisher.signed]);
  const { targets, snapshot } = publishTargets({
    root,
    ...(current === undefined ? {} : { current }),
    upsert: added,
    targetsSigners: [publisher.keys.targets],
    snapshotSigners: [publisher.keys.snapshot],
    now,
  });
  const before = await maps.metadata('timestamp');
  const timestamp = signTimestamp({
    root,
    snapshot: snapshot.bytes,
    ...(before === undefined ? {} : { previous: before.bytes }),
    signers: [publisher.keys.timestamp],
    now,
  });
  for (const bytes of publisher.roots) await maps.saveMetadata('root', parseRoot(bytes).signed.version, bytes);
  await save(maps, 'targets', targets.bytes, 2);
  await save(maps, 'snapshot', snapshot.bytes, 2);
  await save(maps, 'timestamp', timestamp.bytes, 1);
  await secrets.saveTimestampKey(maps, publisher.keys.timestamp);
  return { targets: targets.bytes, snapshot: snapshot.bytes };
}

/** Whether what is published of a target is still this, and good for long enough. */
export async function isPublished(
  maps: MapStore,
  publisher: Publisher,
  target: MapTarget,
  now: Date,
): Promise<boolean> {
  const root = publisher.roots.at(-1) ?? new Uint8Array(0);
  const pair = newest(root, [await storedPair(maps)]);
  const current = await maps.currentArtefact(target.name);
  if (pair === undefined || current === undefined || !isSame(current, target)) return false;
  const { targets, snapshot } = readTrusted({ root, ...pair });
  const soon = new Date(now.getTime() + 90 * 86_400_000);
  return targets?.signed.isExpired(soon) === false && snapshot?.signed.isExpired(soon) === false;
}

const isSame = (a: MapTarget, b: MapTarget) => canonical(a) === canonical(b);

/** JSON with members in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

async function storedPair(maps: MapStore): Promise<SignedPair | undefined> {
  const [targets, snapshot] = [await maps.metadata('targets'), await maps.metadata('snapshot')];
  return targets === undefined || snapshot === undefined
    ? undefined
    : { targets: targets.bytes, snapshot: snapshot.bytes };
}

/** Of what the publisher's keys signed, the newest: a service that was set back does not set the publisher back. */
function newest(root: Uint8Array, candidates: readonly (SignedPair | undefined)[]): SignedPair | undefined {
  let best: { readonly pair: SignedPair; readonly version: number } | undefined;
  for (const pair of candidates) {
    if (pair === undefined) continue;
    const { targets, snapshot } = readTrusted({ root, ...pair });
    if (targets === undefined || snapshot === undefined) continue;
    const { version } = snapshot.signed;
    if (matches(targetsFacts(snapshot), pair.targets) && version > (best?.version ?? 0)) best = { pair, version };
  }
  return best?.pair;
}

/** Saves the newest file of a role and lets only the last `kept` of them stay. */
async function save(maps: MapStore, role: Exclude<RoleName, 'root'>, bytes: Uint8Array, kept: number): Promise<void> {
  const { version } = parseMetadata(role, bytes).signed;
  await maps.saveMetadata(role, version, bytes);
  await maps.dropMetadata(role, version - kept + 1);
}
