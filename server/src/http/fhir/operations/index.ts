import { adviceOperations } from '../../cds-hooks/operations.ts';
import { partyOperations } from '../../cds-hooks/party-operations.ts';
import { accessExplain } from './access-explain.ts';
import { actingFor } from './acting/acting-for.ts';
import { parentsAccess } from './acting/parents-access.ts';
import { givePower, withdrawPower } from './acting/powers.ts';
import { apps } from './apps/index.ts';
import { registerArrival } from './arrival.ts';
import { block, unblock } from './blocks.ts';
import { circleAct } from './circle/act.ts';
import { circleInvite, circleLeave } from './circle/invite.ts';
import { careCircle, circles } from './circle/read.ts';
import { circleTeam } from './circle/team.ts';
import { citizenView } from './citizen-view.ts';
import { document } from './document.ts';
import { emergencyAccess, emergencyEnd } from './emergency.ts';
import { everything } from './everything.ts';
import { importStaff } from './import-staff.ts';
import { findMedicine } from './medicines.ts';
import { meta, metaAdd, metaDelete } from './meta.ts';
import type { FhirOperation } from './operation.ts';
import { presence } from './presence.ts';
import { proof } from './proof.ts';
import { careRelations } from './relations.ts';
import { reviews } from './reviews/index.ts';
import { share } from './sharing/share.ts';
import { summary } from './sharing/summary.ts';
import { terminology } from './terminology.ts';
import { unusualAccess } from './unusual-access.ts';
import { validate } from './validate.ts';
import { whoCanSee } from './who-can-see.ts';

/** Every operation the API offers: the CapabilityStatement and the OpenAPI description are made from this list. */
export const operations: readonly FhirOperation[] = [
  validate,
  everything,
  meta,
  metaAdd,
  metaDelete,
  document,
  importStaff,
  proof,
  accessExplain,
  registerArrival,
  presence,
  emergencyAccess,
  emergencyEnd,
  block,
  unblock,
  whoCanSee,
  citizenView,
  careRelations,
  unusualAccess,
  actingFor,
  givePower,
  withdrawPower,
  parentsAccess,
  summary,
  share,
  circles,
  careCircle,
  circleTeam,
  circleInvite,
  circleLeave,
  circleAct,
  ...reviews,
  ...terminology,
  findMedicine,
  ...apps,
  ...adviceOperations,
  ...partyOperations,
];
