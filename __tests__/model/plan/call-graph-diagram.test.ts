import { renderCallGraph } from '../../../model/plan/call-graph-diagram';
import { coast, HARBOR } from '../../fixtures/calls';
import { changed } from '../../support';

const harbor = { namespace: 'docks', application: 'harbor' };

test('a picture has the workloads, who calls whom by which protocol, the gateways and the outside', () => {
  expect(renderCallGraph(coast, harbor).split('\n')).toEqual([
    'flowchart LR',
    '  gateway_external{{"external ingress gateway"}}',
    '  gateway_internal{{"internal ingress gateway"}}',
    '  own_desk["desk"]',
    '  own_berths["berths"]',
    '  own_ledger["ledger"]',
    '  own_tally["tally"]',
    '  other_border__customs__inspector(["border/customs/inspector"])',
    '  outside_weather__example__com(("weather.example.com"))',
    '  outside_tides__example__com(("tides.example.com"))',
    '  outside_any__blob__example__com(("*.blob.example.com"))',
    '  outside_archive__example__com(("archive.example.com"))',
    '  gateway_external -- "http: desk.example.com" --> own_desk',
    '  gateway_internal -- "http: berths.example.com" --> own_berths',
    '  own_desk -- "http GET /berths/{*}<br>http PUT, DELETE /berths" --> own_berths',
    '  own_berths -- "tcp-ledger" --> own_ledger',
    '  own_tally -- "http GET" --> own_berths',
    '  own_tally -- "tcp-ledger" --> own_ledger',
    '  other_border__customs__inspector -- "http GET /berths, /berths/*" --> own_berths',
    '  own_desk -- "HTTPS 443" --> outside_weather__example__com',
    '  own_desk -- "HTTP 8080" --> outside_tides__example__com',
    '  own_berths -- "HTTPS 443" --> outside_weather__example__com',
    '  own_tally -- "HTTPS 443" --> outside_any__blob__example__com',
    '  own_tally -- "TCP 5432" --> outside_archive__example__com',
  ]);
});

test('an application shows whom it calls elsewhere, and nothing that is not its own', () => {
  expect(renderCallGraph(coast, { namespace: 'border', application: 'customs' }).split('\n')).toEqual([
    'flowchart LR',
    '  own_inspector["inspector"]',
    '  other_docks__harbor__berths(["docks/harbor/berths"])',
    '  own_inspector -- "http GET /berths, /berths/*" --> other_docks__harbor__berths',
  ]);
});

test('another application of the same namespace is named as a call names it', () => {
  const together = changed(coast, {
    'namespaces.docks.applications.customs': coast.namespaces.border!.applications!.customs,
    'namespaces.border': undefined,
  });
  expect(renderCallGraph(together, harbor)).toContain('(["customs/inspector"])');
});

test('an application of two namespaces is drawn once for each', () => {
  const twice = changed(coast, {
    'namespaces.border.applications.customs.workloads.inspector.calls': {
      'docks/harbor/berths': { port: 'http', methods: ['GET'], paths: ['/berths', '/berths/*'] },
    },
    'namespaces.pier': {
      revision: 'asm-1-30',
      applications: { harbor: coast.namespaces.docks!.applications!.harbor },
    },
  });
  expect(renderCallGraph(twice, harbor)).toBe(renderCallGraph(coast, harbor));
});

test('names of Mermaid, of a gateway and of a host are no trouble as names of workloads', () => {
  const image = 'example.com/shop:1';
  const names = ['end', 'gateway-external', 'customs-inspector', 'outside-weather-example-com'];
  const workloads = Object.fromEntries(names.map((name) => [name, { image }]));
  const environment = changed(
    coast,
    Object.fromEntries(names.map((name) => [`${HARBOR}.${name}`, workloads[name]])),
  );
  const ids = renderCallGraph(environment, harbor)
    .split('\n')
    .slice(1)
    .filter((line) => !line.includes('-->'))
    .map((line) => /^ {2}(\w+)/.exec(line)![1]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain('end');
});
