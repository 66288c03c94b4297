/** A card as it was typed. It lives in memory for one request, and is never stored, logged or shown again. */
export interface Card {
  /** Digits only. */
  readonly number: string;
  readonly expiry: CardExpiry;
  readonly securityCode: string;
  readonly holder: string;
}

export interface CardExpiry {
  /** 1 to 12. */
  readonly month: number;
  /** Four digits. */
  readonly year: number;
}

/** Why a card was declined, in the portal's own words. */
export const declineReasons = ['declined', 'insufficient-funds', 'unknown-test-card'] as const;
export type DeclineReason = (typeof declineReasons)[number];

export type Authorisation =
  | {
      readonly outcome: 'approved';
      /** Stands for the card at the acquirer from now on. */
      readonly token: string;
      readonly lastFour: string;
      readonly expiry: CardExpiry;
    }
  | { readonly outcome: 'declined'; readonly reason: DeclineReason };

/** C2: the company that checks cards and moves the money. Each key gets one outcome, whatever else is sent with it. */
export interface Acquirer {
  /** Reserves the amount (in the currency's smallest unit). */
  authorise(request: {
    readonly amount: number;
    readonly currency: string;
    readonly card: Card;
    readonly idempotencyKey: string;
  }): Promise<Authorisation>;
  /** The outcome of an earlier `authorise`, for one whose answer was lost; undefined where none arrived. */
  lookUp(idempotencyKey: string): Promise<Authorisation | undefined>;
  /** Takes what was reserved; once, however often it is asked with the same key. */
  capture(token: string, idempotencyKey: string): Promise<void>;
}
