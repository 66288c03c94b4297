import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

// Electron looks at the archive's hash on macOS and Windows only.
const checksArchive = process.platform !== 'linux';

/**
 * The program runs its own archive, and is nobody's Node; what is not named stays as Electron has it.
 * @satisfies {Partial<Record<keyof typeof FuseV1Options, boolean>>}
 */
const wanted = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: checksArchive,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};

/** Fuses that Electron 25 does not have yet. */
const newer = new Set(['GrantFileProtocolExtraPrivileges']);

/** @typedef {keyof typeof wanted} Name */

const names = /** @type {Name[]} */ (Object.keys(wanted));

/** @param {string} program */
export async function setFuses(program) {
  const known = await getCurrentFuseWire(program);
  const fuses = Object.fromEntries(
    names.filter((name) => FuseV1Options[name] in known).map((name) => [FuseV1Options[name], wanted[name]]),
  );
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...fuses,
  });
}

/** Reads them back. @param {string} program @returns {Promise<string[]>} what is wrong */
export async function wrongFuses(program) {
  const wire = await getCurrentFuseWire(program);
  return names.flatMap((name) => {
    const state = wire[FuseV1Options[name]];
    if (state === undefined && newer.has(name)) return [];
    return state === (wanted[name] ? FuseState.ENABLE : FuseState.DISABLE)
      ? []
      : [`the fuse ${name} is not ${wanted[name] ? 'on' : 'off'}`];
  });
}
