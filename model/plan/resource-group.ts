import type { Plan } from '.';

/** Identifies the resource group of an environment: Azure ignores upper and lower case. */
export function resourceGroupKey({ resourceGroup }: Pick<Plan, 'resourceGroup'>): string {
  return resourceGroup.name.toLowerCase();
}
