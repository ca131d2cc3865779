import { gatewayRuns } from '../../rules/gateway-runs';
import { uniqueNames } from '../../rules/unique-names';
import { RULES, type RenderedObject } from '../../rules';
import { synthCharts } from '../../charts/synth';
import { lab, objectsOf, production, scratch } from '../support';

const folder = scratch();

const gateway = (name: string, istio?: string): RenderedObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace: 'pets' },
  spec: istio === undefined ? {} : { selector: { istio } },
});

test.each([lab, production])('all that is rendered for $environment keeps every rule', (settings) => {
  expect(RULES.flatMap((rule) => rule(objectsOf(settings) as RenderedObject[], settings.mesh))).toEqual([]);
});

describe('unique-names', () => {
  test('refuses two objects of one name, the second of which would take the place of the first', () => {
    expect(uniqueNames([gateway('a'), gateway('b'), gateway('a')], lab.mesh)).toEqual([
      "networking.istio.io Gateway pets/a is rendered twice; give one of them another name (an IngressChart takes a 'name' of its own)",
    ]);
  });

  test('refuses them side by side, and says it once however many there are', () => {
    for (const objects of [
      [gateway('a'), gateway('a')],
      [gateway('a'), gateway('a'), gateway('a')],
      [gateway('b'), gateway('a'), gateway('a'), gateway('c')],
    ])
      expect(uniqueNames(objects, lab.mesh)).toEqual([
        expect.stringContaining('Gateway pets/a is rendered twice'),
      ]);
  });

  test('takes one name in two namespaces, kinds or API groups', () => {
    const elsewhere = { ...gateway('a'), metadata: { name: 'a', namespace: 'shop' } };
    const otherGroup = { ...gateway('a'), apiVersion: 'gateway.networking.k8s.io/v1' };
    expect(
      uniqueNames(
        [gateway('a'), elsewhere, otherGroup, { ...gateway('a'), kind: 'VirtualService' }],
        lab.mesh,
      ),
    ).toEqual([]);
  });
});

describe('gateway-runs', () => {
  test('refuses a Gateway of an ingress gateway that the cluster does not run', () => {
    expect(gatewayRuns([gateway('a', 'aks-istio-ingressgateway-internal')], lab.mesh)).toEqual([
      "Gateway pets/a selects istio=aks-istio-ingressgateway-internal, which does not run; select aks-istio-ingressgateway-external, or add it to 'mesh.ingressGateways'",
    ]);
    expect(gatewayRuns([gateway('a')], lab.mesh)).toHaveLength(1);
  });

  test('takes one that runs, and Gateways of another API', () => {
    const other = { ...gateway('b'), apiVersion: 'gateway.networking.k8s.io/v1' };
    expect(gatewayRuns([gateway('a', 'aks-istio-ingressgateway-external'), other], lab.mesh)).toEqual([]);
  });
});

test('a broken rule stops the synth and says in which environment', () => {
  const wrong = { ...lab, store: { ...lab.store, gateway: 'internal' } } as const;
  expect(() => synthCharts([production, wrong], folder)).toThrow(
    /^lab: Gateway pets\/pets-gateway selects istio=aks-istio-ingressgateway-internal/,
  );
});
