import { allocationCases } from './allocation-cases.ts';
import { contractCases } from './contract-cases.ts';
import { drawCases } from './draw-cases.ts';
import { hostCases } from './host-cases.ts';
import { mapFileCases, metadataCases } from './map-cases.ts';
import type { ParserCase } from './parser-case.ts';
import { placesCases } from './places-cases.ts';
import { positionCases } from './position-cases.ts';
import { channelCases, encodingCases } from './protocol-cases.ts';
import { installationCases, serverCases } from './server-cases.ts';
import { signatureCases } from './signature-cases.ts';
import { storeCases } from './store-cases.ts';
import { tableCases } from './table-cases.ts';

/** Every parser of the product, with valid inputs that the product itself made. */
export async function allCases(): Promise<ParserCase[]> {
  return [
    ...encodingCases(),
    ...signatureCases(),
    ...allocationCases(),
    ...(await contractCases()),
    ...(await channelCases()),
    ...(await mapFileCases()),
    ...(await metadataCases()),
    ...(await hostCases()),
    ...(await installationCases()),
    ...(await serverCases()),
    ...(await storeCases()),
    ...(await tableCases()),
    ...(await drawCases()),
    ...positionCases(),
    ...placesCases(),
  ];
}
