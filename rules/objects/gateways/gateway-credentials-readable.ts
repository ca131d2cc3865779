import { INGRESS_NAMESPACE, selectsIngressGateway } from '../../../mesh/gateways';
import { DNS_SUBDOMAIN } from '../../../mesh/names';
import { findGateways, type GatewayServer } from '../../../objects/gateways';
import { type ObjectRule } from '../../rule';
import { describeObject, isKind } from '../../../objects/identity';
import { listObjects, getSpec, listStrings, type KubernetesObject } from '../../../objects/object';

/**
 * A certificate that a Gateway names is a Secret of the ingress gateways' own namespace: they read no other namespace, and do
 * not find a Secret next to the application.
 *
 * Source: istio/istio, pilot/pkg/model/credentials, ParseResourceName; AKS documentation, istio-secure-gateway.md, 2025-11-20.
 */
export const gatewayCredentialsReadable: ObjectRule = (objects) => {
  const makers = Map.groupBy(
    objects.flatMap((object) => listSecrets(object).map((name) => ({ name, object }))),
    ({ name }) => name,
  );
  const managed = findGateways(objects).filter(({ selector }) => selectsIngressGateway(selector));
  return managed.flatMap(({ object, servers }) =>
    servers.flatMap(({ tls }, index) =>
      listCredentials(tls).flatMap(({ field, value }) => {
        const at = { object, field: `spec.servers.${index}.tls.${field}`, value };
        const [namespace = '', name = ''] = splitCredential(value);
        if (namespace !== INGRESS_NAMESPACE || !DNS_SUBDOMAIN.pattern.test(name))
          return [
            {
              ...at,
              problem: `is not the name of a Secret in '${INGRESS_NAMESPACE}', the only namespace whose Secrets an ingress gateway reads`,
              fix: `put the Secret into '${INGRESS_NAMESPACE}', and set only its name`,
            },
          ];
        const made = makers.get(name) ?? [];
        const elsewhere = made.find((each) => each.object.metadata.namespace !== INGRESS_NAMESPACE);
        const isThere = made.some((each) => each.object.metadata.namespace === INGRESS_NAMESPACE);
        if (!elsewhere || isThere) return [];
        return [
          {
            ...at,
            problem: `${describeObject(elsewhere.object)} creates this Secret in another namespace than '${INGRESS_NAMESPACE}', where the ingress gateway looks for it`,
            fix: `render it in '${INGRESS_NAMESPACE}'`,
          },
        ];
      }),
    ),
  );
};

/** Namespace and name of the Secret that a credential is: `name`, `namespace/name`, or either behind `kubernetes://`. */
function splitCredential(credential: string): readonly string[] {
  const parts = credential.replace(/^kubernetes:\/\//, '').split('/');
  return parts.length === 1 ? [INGRESS_NAMESPACE, ...parts] : parts.length === 2 ? parts : [];
}

function listCredentials(
  tls: GatewayServer['tls'] = {},
): { readonly field: string; readonly value: string }[] {
  const single = ['credentialName', 'caCertCredentialName'].map((field) => ({ field, value: tls[field] }));
  const several = listStrings(tls.credentialNames).map((value, index) => ({
    field: `credentialNames.${index}`,
    value,
  }));
  return [...single, ...several].flatMap(({ field, value }) =>
    typeof value === 'string' && value !== '' ? [{ field, value }] : [],
  );
}

/** Names of the Secrets that an object is or makes: cert-manager's Certificate, and what the CSI driver copies from a vault. */
function listSecrets(object: KubernetesObject): string[] {
  const { secretName, secretObjects } = getSpec(object);
  if (isKind(object, 'Secret')) return [object.metadata.name];
  if (isKind(object, 'Certificate.cert-manager.io'))
    return typeof secretName === 'string' ? [secretName] : [];
  if (isKind(object, 'SecretProviderClass.secrets-store.csi.x-k8s.io'))
    return listObjects<{ secretName?: string }>(secretObjects).flatMap((each) => each.secretName ?? []);
  return [];
}
