import type { Environments } from 'aks-istio-cdk';
import { lab } from './lab';
import { production } from './production';

/** Your environments, by name: the Terraform stack, the folder under `dist/`, the argument of `cdktf deploy`. */
export const environments: Environments = { lab, production };
