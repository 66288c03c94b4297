import { Type, type Static } from 'typebox';
import { Bytes, HttpUrl } from './primitives.ts';

/** What an integrator puts on a terminal: a service's address and the pinned roots; nothing secret. `terminal.json` */
export const TerminalConfiguration = Type.Object(
  {
    /** The service server, from which everything else is found. */
    serviceUrl: HttpUrl,
    /** The portal, to show to people. */
    portalUrl: Type.Optional(HttpUrl),
    allocationRoot: Type.Object(
      { publicKey: Bytes(32), lowestVersion: Type.Integer({ minimum: 1 }) },
      { additionalProperties: false },
    ),
    /** The publisher's TUF root metadata (version 1 or later), as its JSON text. */
    mapRoot: Type.String({ maxLength: 65_536 }),
    /** F4: servers on this very machine, started beside the terminal where nothing answers at `serviceUrl`. */
    localStack: Type.Optional(
      Type.Object(
        {
          /** Path of the `naviterm-server` program; the one that the terminal brings along where absent. */
          program: Type.Optional(Type.String({ minLength: 1, maxLength: 4_096 })),
          /** Folder of its installation. */
          data: Type.String({ minLength: 1, maxLength: 4_096 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type TerminalConfiguration = Static<typeof TerminalConfiguration>;

/** B1: what the maker puts into a device, made by `devices provision`; the secret half goes straight into the vault. */
export const DeviceProvisioning = Type.Object(
  {
    deviceId: Bytes(16),
    deviceSecret: Bytes(32),
    makerId: Type.String({ minLength: 1, maxLength: 64 }),
    modelId: Type.String({ minLength: 1, maxLength: 64 }),
    hardwareNumber: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type DeviceProvisioning = Static<typeof DeviceProvisioning>;
