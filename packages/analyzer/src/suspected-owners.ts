import type { RunRequestV1, SuspectedOwnerV1, SuspectV1 } from '@opsrunbook/contracts';
import { claimText } from './claim-text.ts';
import { rounded } from './statement.ts';

/** Without a suspect the service's owners are still the ones to ask, but nothing in the evidence says so. */
const WITHOUT_SUSPECT = 0.2;

/** Who should look: the catalogue's owners of the service, and its repository, because of the leading suspect. */
export const suspectedOwners = (
  { owners, repository, service }: RunRequestV1,
  suspects: readonly SuspectV1[],
): readonly SuspectedOwnerV1[] => {
  const top = suspects[0];
  const confidence = rounded(top?.confidence ?? WITHOUT_SUSPECT);
  const lead = top === undefined ? 'no suspect stands out' : `the leading suspect is ${claimText(top.entity, 120)}`;
  const people = owners.map((owner) => ({
    owner,
    confidence,
    reason: `owns ${service} in the service catalogue; ${lead}`,
  }));
  if (repository === undefined) return people;
  return [
    ...people,
    { owner: repository, confidence, reason: `repository of ${service} in the service catalogue; ${lead}` },
  ];
};
