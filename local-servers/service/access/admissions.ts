import type { ServerClock } from '../../kit/clock.ts';
import type { Admission, AdmissionStore } from '../store/admission-store.ts';
import { Recent } from '../../kit/recent.ts';

const admissionCeiling = 50_000;

/** Live admissions, kept in memory for the requests that follow; the store has them all. */
export class Admissions {
  readonly #store: AdmissionStore;
  readonly #clock: ServerClock;
  readonly #recent = new Recent<string, Admission>(admissionCeiling);

  constructor(store: AdmissionStore, clock: ServerClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** B4: whether the key is admitted now. Answers at once where it is known to be. */
  isLive(deviceKey: string): boolean | Promise<boolean> {
    const known = this.#recent.get(deviceKey);
    if (known !== undefined && this.#clock.now() < known.expiresAt) return true;
    return this.#lookUp(deviceKey);
  }

  remember(admission: Admission): void {
    this.#recent.set(admission.deviceKey, admission);
  }

  /** Another process of this server may have admitted it, or this one before it was restarted. */
  async #lookUp(deviceKey: string): Promise<boolean> {
    const found = await this.#store.find(deviceKey);
    if (found === undefined || this.#clock.now() >= found.expiresAt) return false;
    this.remember(found);
    return true;
  }
}
