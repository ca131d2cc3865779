import { INGRESS_NAMESPACE, selectsIngressGateway } from '../mesh/gateways';
import { groupBy } from '../model/group';
import { gatewaysIn, itemsOf, specOf, textsOf, type GatewayServer } from './istio';
import { nameOf, type BrokenObject, type ObjectRule, type RenderedObject } from './rule';

/**
 * The certificate of a Gateway is a Secret in the namespace of the ingress gateway's pods, not in that of the Gateway: from any
 * other, the gateway gets nothing and closes each connection.
 *
 * Source: AKS documentation, istio-secure-gateway.md; istio/istio, pilot/pkg/credentials.
 */
export const credentialsAtGateway: ObjectRule = (objects) => {
  const makers = groupBy(
    objects.flatMap((object) => secretsOf(object).map((name) => ({ name, object }))),
    ({ name }) => name,
  );
  return gatewaysIn(objects)
    .filter(({ selector }) => selectsIngressGateway(selector))
    .flatMap(({ object, servers }) =>
      servers.flatMap(({ tls }, index) =>
        credentialsOf(tls).flatMap(({ field, value }): BrokenObject[] => {
          const [name = '', namespace = INGRESS_NAMESPACE] = value
            .replace(/^[a-z-]+:\/\//, '')
            .split('/')
            .toReversed();
          const fault = { object, field: `spec.servers.${index}.tls.${field}`, value };
          if (namespace !== INGRESS_NAMESPACE)
            return [
              {
                ...fault,
                problem: `an ingress gateway takes Secrets of its own namespace '${INGRESS_NAMESPACE}' only`,
                fix: `make the Secret '${name}' in '${INGRESS_NAMESPACE}', and name it without a namespace`,
              },
            ];
          const made = makers.get(name)?.map((each) => each.object) ?? [];
          const [astray] = made;
          if (!astray || made.some(({ metadata }) => metadata.namespace === INGRESS_NAMESPACE)) return [];
          return [
            {
              ...fault,
              problem: `${nameOf(astray)} makes this Secret in another namespace than that of the ingress gateways`,
              fix: `make it in '${INGRESS_NAMESPACE}'`,
            },
          ];
        }),
      ),
    );
};

function credentialsOf(tls: GatewayServer['tls'] = {}) {
  const one = (['credentialName', 'caCertCredentialName'] as const).flatMap((field) => {
    const value = tls[field];
    return typeof value === 'string' ? [{ field: field as string, value }] : [];
  });
  return [
    ...one,
    ...textsOf(tls.credentialNames).map((value, index) => ({ field: `credentialNames.${index}`, value })),
  ];
}

/** Names of the Secrets that an object is or has made: by cert-manager, or by the CSI driver for secrets. */
function secretsOf(object: RenderedObject): readonly string[] {
  const { apiVersion, kind, metadata } = object;
  const { secretName, secretObjects } = specOf(object);
  if (kind === 'Secret' && apiVersion === 'v1') return [metadata.name];
  if (kind === 'Certificate' && apiVersion.startsWith('cert-manager.io/')) return textsOf([secretName]);
  if (kind !== 'SecretProviderClass') return [];
  return itemsOf<{ secretName?: string }>(secretObjects).flatMap((each) => each.secretName ?? []);
}
