import { parseAllDocuments } from 'yaml';
import { readSource } from '../model/read/source';

/** The Istio release behind the newest revision of the calendar. */
const ISTIO_VERSION = '1.30.3';

/** Where Istio publishes the CRDs of that release. */
export const ISTIO_UPSTREAM = `https://raw.githubusercontent.com/istio/istio/${ISTIO_VERSION}/manifests/charts/base/files/crd-all.gen.yaml`;

/** The bundle of the Gateway API that AKS installs on Kubernetes 1.35. Source: AKS documentation, managed-gateway-api.md, 2026-05-28. */
const GATEWAY_API_VERSION = '1.4.1';

/** Where the CRDs of that bundle's standard channel are published. */
export const GATEWAY_API_UPSTREAM = `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${GATEWAY_API_VERSION}/standard-install.yaml`;

/** The part of a CRD that is looked at here. */
export interface CustomResourceDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly {
      readonly name: string;
      readonly schema?: { readonly openAPIV3Schema?: object };
    }[];
  };
}

/** Every CRD of a file or URL; throws an Error that says why there is none to be read. */
export async function readCrds(source: string): Promise<CustomResourceDefinition[]> {
  const text = await readSource(source).catch((error: Error) => {
    throw new Error(
      `cannot be read: ${[error.message, (error.cause as Error)?.message].filter(Boolean).join(': ')}`,
    );
  });
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors)[0];
  if (broken) throw new Error(`it is not YAML: ${broken.message.split('\n')[0]}`);
  return documents
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((object) => object?.kind === 'CustomResourceDefinition') as CustomResourceDefinition[];
}
