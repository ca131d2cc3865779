/** The public API of the engine: what `environments/` and `applications/` import from 'aks-istio-cdk'. */
export { application, helm, manifests, type Application } from './model/schema/application';
export type { Environment, Environments, Variables } from './model/schema/environment';
export type { ApplicationHook, AzureHook, KubernetesHook } from './model/schema/hooks';
export type { Workload } from './model/schema/workload';
