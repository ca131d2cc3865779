import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { INGRESS_NAMESPACE } from '../mesh/gateways';
import { blocks, page } from './copies/project';
import { copyWithPages, synthPages } from './examples';
import { scratch } from './support';

interface Shown {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const text = page('docs/certificates.md');
const shown = blocks(text, 'yaml').flatMap((yaml) =>
  parseAllDocuments(yaml).map((document) => document.toJS() as Shown),
);
const specOf = (kind: string) => shown.find((object) => object.kind === kind)!.spec;

test('the hook of the page switches the add-on on, and its rotation', () => {
  const project = join(scratch(), 'project');
  copyWithPages(project);
  synthPages(project, 'terraform');
  const stack = readFileSync(join(project, 'cdktf.out/stacks/certificates/cdk.tf.json'), 'utf8');
  expect(JSON.parse(stack)).toHaveProperty(
    'resource.azurerm_kubernetes_cluster.aks.key_vault_secrets_provider',
    { secret_rotation_enabled: true },
  );
});

test('every way makes the Secret that the setting names, in the namespace of the gateway', () => {
  const [, name] = /tls: \{ credentialName: '(.+?)' \}/.exec(text)!;
  const made = [...text.matchAll(/kubectl create secret (?:tls|generic) (\S+?)(?:-cacert)? -n (\S+)/g)].map(
    ([, secret, namespace]) => ({ secret, namespace }),
  );
  expect(made).toHaveLength(5);
  const { namespace } = shown.find(({ kind }) => kind === 'SecretProviderClass')!.metadata;
  const synced = (specOf('SecretProviderClass').secretObjects as { secretName: string }[]).map(
    ({ secretName }) => ({ secret: secretName, namespace }),
  );
  const ordered = shown
    .filter(({ kind }) => kind === 'Certificate')
    .map(({ metadata, spec }) => ({
      secret: spec.secretName,
      namespace: metadata.namespace,
    }));
  for (const each of [...made, ...synced, ...ordered])
    expect(each).toEqual({ secret: name, namespace: INGRESS_NAMESPACE });
});

test('the Secret of Key Vault gets what the vault is asked for, and a pod that mounts it', () => {
  const { parameters, secretObjects } = specOf('SecretProviderClass') as {
    parameters: { objects: string };
    secretObjects: { type: string; data: { objectName: string; key: string }[] }[];
  };
  const asked = (parse(parameters.objects) as { array: string[] }).array.map(
    (each) => parse(each) as unknown,
  );
  expect(asked).toEqual([{ objectName: 'shop', objectType: 'secret' }]);
  expect(secretObjects).toMatchObject([
    {
      type: 'kubernetes.io/tls',
      data: [
        { objectName: 'shop', key: 'tls.crt' },
        { objectName: 'shop', key: 'tls.key' },
      ],
    },
  ]);
  const pod = shown.find(({ kind }) => kind === 'Deployment')!;
  expect(pod.metadata.namespace).toBe(INGRESS_NAMESPACE);
  expect(pod.spec).toMatchObject({
    template: {
      spec: {
        containers: [{ volumeMounts: [{ name: 'certificate' }] }],
        volumes: [
          {
            name: 'certificate',
            csi: { volumeAttributes: { secretProviderClass: 'shop-tls' } },
          },
        ],
      },
    },
  });
});
