import type { ObjectRule, RenderedObject } from './rule';

interface Destination {
  readonly host?: string;
  readonly port?: { readonly number?: number };
}
type Routes = readonly { readonly route?: readonly { readonly destination?: Destination }[] }[];

/** A VirtualService leads to a Service of the cluster and a port that are rendered; hosts outside of the cluster are not judged. */
export const routesLeadSomewhere: ObjectRule = (objects) => {
  const services = new Map(
    objects
      .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
      .map((service) => [`${service.metadata.name}.${service.metadata.namespace}`, portsOf(service)]),
  );
  return objects
    .filter(
      ({ kind, apiVersion }) => kind === 'VirtualService' && apiVersion.startsWith('networking.istio.io/'),
    )
    .flatMap((object) => {
      const {
        http = [],
        tcp = [],
        tls = [],
      } = (object.spec ?? {}) as Partial<Record<'http' | 'tcp' | 'tls', Routes>>;
      const destinations = [...http, ...tcp, ...tls].flatMap(({ route = [] }) =>
        route.flatMap(({ destination }) => destination ?? []),
      );
      return destinations.flatMap(({ host = '', port }) => {
        const service = serviceOf(host, object);
        if (service === undefined) return [];
        const ports = services.get(service);
        const fault = { object, field: 'spec', value: { host, port } };
        if (!ports)
          return [
            {
              ...fault,
              problem: `no Service ${service.split('.').toReversed().join('/')} is rendered`,
              fix: 'lead the route to a Service of this environment',
            },
          ];
        if (port?.number === undefined || ports.includes(port.number)) return [];
        return [
          {
            ...fault,
            problem: `the Service has no port ${port.number}; it has ${ports.join(', ')}`,
            fix: 'lead the route to one of its ports',
          },
        ];
      });
    });
};

/** `name.namespace` of a host in the cluster; a short name is one of the VirtualService's own namespace. */
function serviceOf(host: string, { metadata }: RenderedObject): string | undefined {
  const [name, namespace = metadata.namespace, kind = 'svc'] = host.split('.');
  const isInside =
    !host.includes('.') || (kind === 'svc' && /^[^.]+\.[^.]+\.svc(\.cluster\.local)?$/.test(host));
  return isInside ? `${name}.${namespace}` : undefined;
}

function portsOf({ spec }: RenderedObject): number[] {
  return ((spec ?? {}) as { ports?: { port: number }[] }).ports?.map(({ port }) => port) ?? [];
}
