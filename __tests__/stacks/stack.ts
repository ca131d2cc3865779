import { App } from 'cdktf';
import type { Plan } from '../../model/plan';
import { AzureStack } from '../../stacks/azure-stack';
import { scratch } from '../support';

const outdir = scratch();

/** The stack of an environment as Terraform gets it. */
export function terraformOf(
  settings: Plan,
): Record<'data' | 'locals' | 'output' | 'provider' | 'resource' | 'terraform', unknown> {
  const stack = new AzureStack(new App({ outdir, stackTraces: false }), settings.name, settings);
  stack.prepareStack();
  return stack.toTerraform();
}

/** The arguments of its cluster. */
export function aks(settings: Plan) {
  return (terraformOf(settings).resource as { azurerm_kubernetes_cluster: { aks: Record<string, unknown> } })
    .azurerm_kubernetes_cluster.aks;
}
