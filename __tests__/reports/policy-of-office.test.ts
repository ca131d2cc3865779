import { application } from 'aks-istio-cdk';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction as Action,
} from '../../imports/security.istio.io';
import type { Fault } from '../../model/fault';
import { lines, synthesize } from './synthesize';

/** Public reports, istio/istio 51896 and 21916: the gateway by the names of Istio's own installation, and clients by their address. */
const guarded = (source: object, mesh?: object) =>
  synthesize(
    {
      backstage: {
        revision: 'asm-1-30',
        applications: {
          backstage: application(
            {
              console: {
                image: 'example.com/console:3.4.0',
                ports: { http: 9000 },
                expose: { http: { hosts: ['console.example.com'] } },
              },
            },
            {
              customize: ({ chart }) => {
                new AuthorizationPolicy(chart, 'gateway-only', {
                  metadata: { name: 'gateway-only' },
                  spec: {
                    selector: { matchLabels: { app: 'console' } },
                    action: Action.ALLOW,
                    rules: [{ from: [{ source }] }],
                  },
                });
                new AuthorizationPolicy(chart, 'office-only', {
                  metadata: { name: 'office-only', namespace: 'aks-istio-ingress' },
                  spec: {
                    selector: { matchLabels: { istio: 'aks-istio-ingressgateway-external' } },
                    action: Action.DENY,
                    rules: [
                      {
                        from: [{ source: { notIpBlocks: ['198.51.100.0/24'] } }],
                        to: [{ operation: { hosts: ['console.example.com'] } }],
                      },
                    ],
                  },
                });
              },
            },
          ),
        },
      },
    },
    { mesh },
  );

/** What is wrong with the policies themselves: that no request gets in follows from it, and is told at the route. */
const linesOfPolicies = (faults: readonly Fault[]) =>
  lines(faults.filter(({ where }) => where.startsWith('test: AuthorizationPolicy')));

test("names of Istio's own installation and addresses that no gateway sees are rejected, each with a way out that works", async () => {
  const { faults } = await guarded({ namespaces: ['istio-system'] });
  expect(linesOfPolicies(faults)).toEqual([
    "test: AuthorizationPolicy backstage/gateway-only spec.rules.0.from.0.source.namespaces: there is no such namespace in the mesh, so this is the name of no caller; name a namespace with a 'revision'; the ingress gateways that AKS runs are in 'aks-istio-ingress'",
    "test: AuthorizationPolicy aks-istio-ingress/office-only spec.rules.0.from.0.source.notIpBlocks: the external gateway sees the addresses of nodes instead of clients: a node that gets a connection may pass it on to another; set 'mesh.gateways.external.externalTrafficPolicy' to 'Local'",
  ]);
  const mended = await guarded(
    { namespaces: ['aks-istio-ingress'] },
    { gateways: { external: { externalTrafficPolicy: 'Local' } } },
  );
  expect(mended.faults).toEqual([]);
});

test("the principal of Istio's own gateway is rejected with that of the add-on's", async () => {
  const local = { gateways: { external: { externalTrafficPolicy: 'Local' } } };
  const { faults } = await guarded(
    { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] },
    local,
  );
  expect(linesOfPolicies(faults)).toEqual([
    expect.stringContaining(
      "no such ServiceAccount is rendered, so this is the name of no caller; name a ServiceAccount of this environment as 'cluster.local/ns/NAMESPACE/sa/NAME'",
    ),
  ]);
  const advised = 'cluster.local/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external';
  expect(faults.map(({ fix }) => fix).join()).toContain(`that of an ingress gateway is '${advised}'`);
  expect((await guarded({ principals: [advised] }, local)).faults).toEqual([]);
});
