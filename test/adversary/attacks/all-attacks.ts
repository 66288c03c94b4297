import type { AttackClass } from '../attack.ts';
import { borrowedDeviceKeys } from './borrowed-device-keys.ts';
import { changedAnswers } from './changed-answers.ts';
import { changedRequests } from './changed-requests.ts';
import { colludingServices } from './colluding-services.ts';
import { curiousServices } from './curious-services.ts';
import { delayedChanges } from './delayed-changes.ts';
import { forgedDocuments } from './forged-documents.ts';
import { forgedRefusals } from './forged-refusals.ts';
import { heldBackMessages } from './held-back-messages.ts';
import { impostors } from './impostors.ts';
import { linkedVisits } from './linked-visits.ts';
import { listening } from './listening.ts';
import { lostMessages } from './lost-messages.ts';
import { lyingAccountServer } from './lying-account-server.ts';
import { lyingAuthenticationServer } from './lying-authentication-server.ts';
import { lyingFirstServer } from './lying-first-server.ts';
import { lyingMapService } from './lying-map-service.ts';
import { lyingSecondServer } from './lying-second-server.ts';
import { misnamedServers } from './misnamed-servers.ts';
import { oldDocuments } from './old-documents.ts';
import { redirectedMessages } from './redirected-messages.ts';
import { reorderedMessages } from './reordered-messages.ts';
import { replayedAnswers } from './replayed-answers.ts';
import { replayedChanges } from './replayed-changes.ts';
import { replayedReads } from './replayed-reads.ts';
import { replayedRequests } from './replayed-requests.ts';
import { rewrittenRequests } from './rewritten-requests.ts';
import { stolenCertificates } from './stolen-certificates.ts';
import { stolenServerKeys } from './stolen-server-keys.ts';
import { truncatedAnswers } from './truncated-answers.ts';

/** Every class, from who only repeats what was said to who holds the keys of a server. */
export const attackClasses: readonly AttackClass[] = [
  replayedRequests,
  replayedReads,
  replayedChanges,
  replayedAnswers,
  changedRequests,
  changedAnswers,
  truncatedAnswers,
  lostMessages,
  heldBackMessages,
  delayedChanges,
  reorderedMessages,
  redirectedMessages,
  rewrittenRequests,
  forgedRefusals,
  forgedDocuments,
  oldDocuments,
  impostors,
  stolenServerKeys,
  misnamedServers,
  lyingFirstServer,
  lyingSecondServer,
  lyingAuthenticationServer,
  lyingAccountServer,
  lyingMapService,
  curiousServices,
  colludingServices,
  stolenCertificates,
  borrowedDeviceKeys,
  listening,
  linkedVisits,
];
