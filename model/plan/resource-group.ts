import type { Plan } from '.';

/** What tells the resource group of an environment from all others: Azure does not tell upper from lower case. */
export function resourceGroupKey({ resourceGroup }: Pick<Plan, 'resourceGroup'>): string {
  return resourceGroup.name.toLowerCase();
}
