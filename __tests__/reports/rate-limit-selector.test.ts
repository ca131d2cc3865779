import { ApiObject } from 'cdk8s';
import { application } from 'aks-istio-cdk';
import { lines, synthesize } from './synthesize';

/** A public report, istio/istio 38358: a local rate limit that changes nothing, because its selector is for no pod. */
const limiting = (istio: string, namespace?: string) =>
  synthesize({
    tickets: {
      revision: 'asm-1-30',
      applications: {
        tickets: application(
          {
            booking: {
              image: 'example.com/booking:2.1.0',
              ports: { http: 3000 },
              expose: { http: { hosts: ['tickets.example.com'] } },
            },
          },
          {
            customize: ({ chart }) => {
              new ApiObject(chart, 'twenty', {
                apiVersion: 'networking.istio.io/v1alpha3',
                kind: 'EnvoyFilter',
                metadata: { name: 'twenty-a-minute', namespace },
                spec: { workloadSelector: { labels: { istio } }, configPatches: [] },
              });
            },
          },
        ),
      },
    },
  });

const EXTERNAL = 'aks-istio-ingressgateway-external';

test('a filter for the ingress gateway is rejected in the namespace of the application, and works where the message says', async () => {
  const { faults } = await limiting(EXTERNAL);
  expect(lines(faults)).toEqual([
    "test: EnvoyFilter tickets/twenty-a-minute spec.workloadSelector: selects no pod that is rendered in 'tickets'; 'aks-istio-ingress' has pods with these labels: put the object there, or select pods of 'tickets'",
  ]);
  expect((await limiting(EXTERNAL, 'aks-istio-ingress')).faults).toEqual([]);
});

test("the label of Istio's own gateway is rejected with that of the add-on's", async () => {
  const { faults } = await limiting('ingressgateway', 'aks-istio-ingress');
  expect(lines(faults)).toEqual([
    `test: EnvoyFilter aks-istio-ingress/twenty-a-minute spec.workloadSelector: selects no pod that is rendered in 'aks-istio-ingress'; the pods of ingress gateways are in 'aks-istio-ingress', with the label istio=${EXTERNAL}`,
  ]);
});
