import { buildCallGraph } from '../../../model/plan/call-graph';
import { coast, HARBOR } from '../../fixtures/calls';
import { changed, plain, running } from '../../support';

const graph = buildCallGraph(coast);

test('every call has its caller, its callee and the ports of both sides', () => {
  const calls = graph.calls.map(({ caller, callee, port, methods, paths }) => [
    `${caller.namespace}/${caller.name} -> ${callee.namespace}/${callee.name}`,
    port,
    methods,
    paths,
  ]);
  const http = { name: 'http', port: 80, targetPort: 9090 };
  const ledger = { name: 'tcp-ledger', port: 5432, targetPort: 5432 };
  expect(calls).toEqual([
    ['docks/desk -> docks/berths', http, ['GET'], ['/berths/{*}']],
    ['docks/desk -> docks/berths', http, ['PUT', 'DELETE'], ['/berths']],
    ['docks/berths -> docks/ledger', ledger, undefined, undefined],
    ['docks/tally -> docks/berths', http, ['GET'], undefined],
    ['docks/tally -> docks/ledger', ledger, undefined, undefined],
    ['border/inspector -> docks/berths', http, ['GET'], ['/berths', '/berths/*']],
  ]);
});

test('every way in has its gateway, its workload and its port', () => {
  expect(
    graph.entries.map(({ exposure, callee, port }) => [exposure.gateway, callee.name, port.targetPort]),
  ).toEqual([
    ['external', 'desk', 8080],
    ['internal', 'berths', 9090],
  ]);
});

test('every call to the outside has its caller, host, port and protocol', () => {
  const outside = graph.outside.map(({ caller, ...call }) => [caller.name, call]);
  expect(outside).toEqual([
    ['desk', { host: 'weather.example.com', port: 443, protocol: 'HTTPS' }],
    ['desk', { host: 'tides.example.com', port: 8080, protocol: 'HTTP' }],
    ['berths', { host: 'weather.example.com', port: 443, protocol: 'HTTPS' }],
    ['tally', { host: '*.blob.example.com', port: 443, protocol: 'HTTPS' }],
    [
      'tally',
      {
        host: 'archive.example.com',
        port: 5432,
        protocol: 'TCP',
        addresses: ['203.0.113.7', '198.51.100.0/24'],
      },
    ],
  ]);
});

test('every workload is in it, called or not', () => {
  expect(graph.workloads.map(({ name }) => name)).toEqual(['desk', 'berths', 'ledger', 'tally', 'inspector']);
  expect(buildCallGraph(running({ alone: { image: 'example.com/alone:1' } }))).toMatchObject({
    calls: [],
    outside: [],
    entries: [],
  });
  expect(buildCallGraph(plain).workloads).toHaveLength(7);
});

test('an application of several namespaces calls its own workloads', () => {
  const twice = changed(coast, {
    'namespaces.pier': { revision: 'asm-1-30', applications: coast.namespaces.docks!.applications },
    'namespaces.border.applications.customs.workloads.inspector.calls': {
      'pier/harbor/berths': 'http',
    },
  });
  const { calls } = buildCallGraph(twice);
  const pairs = calls.map(({ caller, callee }) => `${caller.namespace} -> ${callee.namespace}`);
  expect(new Set(pairs)).toEqual(new Set(['docks -> docks', 'pier -> pier', 'border -> pier']));
});

test('what does not exist is left out: the rules report it', () => {
  const calls = { nobody: 'http', berths: 'grpc', 'elsewhere/berths': 'http' };
  const wrong = changed(coast, { [`${HARBOR}.desk.calls`]: calls });
  expect(buildCallGraph(wrong).calls.filter(({ caller }) => caller.name === 'desk')).toEqual([]);
});
