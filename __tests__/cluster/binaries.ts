import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['etcd', 'kube-apiserver', 'kwok'] as const;

/** Path of each program that a control plane is made of. */
export type Binaries = Readonly<Record<(typeof NAMES)[number], string>>;

/** The programs, from the folder KUBEBUILDER_ASSETS, else from the PATH or where commands/build-control-plane.sh puts them; or which are missing, as a sentence. */
export function findBinaries(variables: NodeJS.ProcessEnv): Binaries | string {
  const { KUBEBUILDER_ASSETS, PATH = '', HOME = '', XDG_CACHE_HOME = join(HOME, '.cache') } = variables;
  const built = join(XDG_CACHE_HOME, 'aks-istio-cdk/kubebuilder-assets');
  const folders = KUBEBUILDER_ASSETS
    ? [KUBEBUILDER_ASSETS]
    : [...PATH.split(delimiter).filter(Boolean), built];
  const found = NAMES.map((name) => folders.map((folder) => join(folder, name)).find(isExecutable));
  const missing = NAMES.filter((_, index) => found[index] === undefined);
  if (missing.length > 0)
    return (
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not ` +
      `${KUBEBUILDER_ASSETS ? `in ${KUBEBUILDER_ASSETS} (KUBEBUILDER_ASSETS)` : 'on the PATH, and KUBEBUILDER_ASSETS is not set'}; ` +
      'commands/build-control-plane.sh builds them.'
    );
  return Object.fromEntries(NAMES.map((name, index) => [name, found[index]])) as unknown as Binaries;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
