import type { ConnectionInformation } from '../contract/allocation.ts';
import type { ErrorCode } from '../errors/codes.ts';

/** What the terminal is doing, step by step: words on a command line, the living picture of the chain on a screen. */
export type TerminalEvent =
  | { readonly type: 'directory-loaded'; readonly version: number; readonly servers: number }
  | { readonly type: 'service-refused'; readonly serviceId: string }
  | {
      readonly type: 'hop';
      readonly role: ConnectionInformation['role'];
      readonly serverId: string;
      readonly url: string;
    }
  | {
      readonly type: 'endpoint-failed';
      readonly role: ConnectionInformation['role'] | 'accounts';
      readonly serverId: string;
      readonly url: string;
      readonly code: ErrorCode;
    }
  /** G2: another allocation root is believed from now on; `steps` signed documents lead there. */
  | { readonly type: 'root-succeeded'; readonly steps: number }
  | {
      readonly type: 'authentication-server';
      readonly serverId: string;
      readonly url: string;
      /** A4: 'stored' went straight there; otherwise the route that was walked. */
      readonly from: 'stored' | AllocationRoute;
    }
  | { readonly type: 'stored-server-failed'; readonly serverId: string; readonly code: ErrorCode }
  | {
      readonly type: 'authenticated';
      readonly serverId: string;
      readonly serviceId: string;
      readonly expiresIn: number;
    }
  | { readonly type: 'device-secret-not-renewed'; readonly code: ErrorCode }
  | { readonly type: 'admitted'; readonly serviceId: string; readonly expiresIn: number }
  | { readonly type: 'signed-up'; readonly userId: string; readonly confirmed: boolean }
  | { readonly type: 'session-opened'; readonly expiresIn: number; readonly renewal: boolean }
  | { readonly type: 'session-extended'; readonly expiresIn: number }
  | { readonly type: 'waiting'; readonly seconds: number; readonly code: ErrorCode };

export type AllocationRoute = 'terminal-walked' | 'service-walked';
export type EventListener = (event: TerminalEvent) => void;
