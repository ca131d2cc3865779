import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyEngine, runScript } from '../support';

interface Stated {
  readonly installedRevision?: string;
  readonly revisions?: readonly string[];
  /** Revision of the namespace `reading`. */
  readonly reading?: string;
  readonly kubernetesVersion?: string;
  /** @default that of the environment's own name */
  readonly resourceGroup?: string;
}

/** The file of an environment whose mesh is in a state; what is not stated is that of asm-1-29, steady. */
export function environmentFile(name: string, stated: Stated = {}): string {
  const {
    installedRevision = 'asm-1-29',
    revisions = [installedRevision],
    kubernetesVersion = '1.35',
    resourceGroup = `rg-${name}`,
  } = stated;
  const { reading = revisions[0]! } = stated;
  return `import type { Environment, Variables } from 'aks-istio-cdk';
import { library } from '../applications/library';

export const ${name} = ({ RG_NAME = '${resourceGroup}', MESH_REVISION: installedRevision = '${installedRevision}' }: Variables): Environment => ({
  resourceGroup: { name: RG_NAME, location: 'westus3' },
  state: { backend: 'local' },
  cluster: {
    name: '${name}',
    kubernetesVersion: '${kubernetesVersion}',
    tier: 'Free',
    nodePool: { vmSize: 'Standard_D16s_v5', nodeCount: 1 },
  },
  mesh: {
    installedRevision,
    revisions: ${JSON.stringify(revisions).replaceAll(`"${installedRevision}"`, 'installedRevision')},
    ingressGateways: ['external'],
  },
  namespaces: {
    reading: {
      revision: ${reading === installedRevision ? 'installedRevision' : `'${reading}'`},
      applications: { library: library({ hosts: ['*'] }) },
    },
  },
});
`;
}

/** A project whose environments are written anew for each case, by their names. */
export function projectIn(folder: string, list: Readonly<Record<string, Stated>>) {
  const files = Object.entries(list).map(([name, stated]) => [name, environmentFile(name, stated)]);
  copyEngine(folder, Object.fromEntries(files) as Record<string, string>);
  /** Writes a file, unless it has that text: the starter would take it for another. */
  const put = (file: string, text: string): void => {
    const path = join(folder, file);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  };
  return {
    /** States an environment, or what stands in a file of its name. */
    write(name: string, stated: Stated | string): void {
      const text = typeof stated === 'string' ? stated : environmentFile(name, stated);
      put(`environments/${name}.ts`, text);
    },
    /** Changes a file of the engine. */
    writeEngine: (file: string, text: string) => writeFileSync(join(folder, file), text),
    /** States which environments there are. */
    list(...names: readonly string[]): void {
      const imports = names.map((name) => `import { ${name} } from './${name}';\n`).join('');
      put('environments/index.ts', `${imports}export const environments = { ${names.join(', ')} };\n`);
    },
    /** Runs a command on the day that tests live on. */
    run: (command: string, args: readonly string[] = [], variables: Record<string, string> = {}) =>
      runScript([join(folder, command), ...args], {
        variables,
        project: folder,
        time: '2026-11-24T12:00:00Z',
      }),
  };
}
