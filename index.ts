/** The one door between your files and the engine: what `environments/` and `applications/` import from 'aks-istio-cdk'. */
export { application, helm, manifests, type Application } from './model/application';
export type { Environment, Environments, Variables } from './model/environment';
export type { ApplicationHook, AzureHook } from './model/hooks';
export type { Workload } from './model/workload';
