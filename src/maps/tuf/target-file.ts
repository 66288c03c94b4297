import { TargetFile } from '@tufjs/models';
import { CodedError } from '../../errors/coded-error.ts';
import { fromTargetFile, type MapTarget } from '../map-target.ts';

/** An artefact as the publisher signs it. @throws map.source-invalid where a fact does not fit. */
export function toTargetFile(target: MapTarget): TargetFile {
  const { name, length, sha256, ...facts } = target;
  // A length that the model refuses is refused below as well, with a code.
  const file = new TargetFile({
    length: Math.max(0, length),
    path: name,
    hashes: { sha256 },
    unrecognizedFields: { custom: { naviterm: facts } },
  });
  if (fromTargetFile(file, 'map.source-invalid') === undefined)
    throw new CodedError('map.source-invalid', { detail: `${name} is of no kind that is known` });
  return file;
}
