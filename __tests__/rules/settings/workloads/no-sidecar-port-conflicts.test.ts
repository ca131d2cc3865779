import { noSidecarPortConflicts } from '../../../../rules/settings/workloads/no-sidecar-port-conflicts';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const listening = (targetPort: number) =>
  running({ shop: { image: 'example.com/shop:1', ports: { http: { port: 15021, targetPort } } } });

test('ports that the sidecar leaves alone are taken, whatever the Service is called by', () => {
  expect(
    [plain, full, listening(8080)].flatMap((environment) => settings(noSidecarPortConflicts, environment)),
  ).toEqual([]);
});

test('without a sidecar, its ports are free', () => {
  const outside = changed(listening(15021), { 'namespaces.reading.revision': undefined });
  expect(settings(noSidecarPortConflicts, outside)).toEqual([]);
});

// Istio documentation, Application Requirements, Ports used by Istio.
test.each([15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090])(
  'port %i of the pod is the sidecar’s',
  (port) => {
    expect(settings(noSidecarPortConflicts, listening(port))).toEqual([
      {
        path: `${APP}.shop.ports.http`,
        value: port,
        problem: 'the sidecar listens on this port of the pod itself',
        fix: expect.stringContaining('let the container listen on another port'),
      },
    ]);
  },
);
