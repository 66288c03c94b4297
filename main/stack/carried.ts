import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** F4: what a terminal brings along to be its own map service. */
export interface Carried {
  /** The `naviterm-server` program. */
  readonly program: string;
  /** Folder of region packages. */
  readonly regions: string;
}

export interface ProgramPlace {
  readonly packaged: boolean;
  /** The package's folder of resources. */
  readonly resources: string;
  /** The application's folder; in a checkout, build/app. */
  readonly application: string;
}

/** Where the servers and the regions are: in a package among its resources, in a checkout where they are made. */
const placesOf = ({ packaged, resources, application }: ProgramPlace): Carried =>
  packaged
    ? { program: join(resources, 'servers', 'naviterm-server.mjs'), regions: join(resources, 'regions') }
    : {
        program: join(application, '..', '..', 'local-servers', 'cli', 'main.ts'),
        regions: join(application, '..', 'regions'),
      };

/** Undefined where this terminal brings none, or no such region. */
export async function findCarried(place: ProgramPlace, regions: readonly string[]): Promise<Carried | undefined> {
  const carried = placesOf(place);
  const files = [carried.program, ...regions.map((region) => join(carried.regions, `${region}.json`))];
  return Promise.all(files.map((file) => access(file))).then(
    () => carried,
    () => undefined,
  );
}
