import { application } from '../../index';
import { lines, synthesize } from './synthesize';

// istio/istio 49023 and 55732: browsers reuse an HTTP/2 connection for every host of its certificate, and get 404.

const site = (name: string, hosts: readonly string[], credentialName: string | object = 'any-tls') =>
  application({
    [name]: {
      image: `ghcr.io/example/${name}:1`,
      ports: { http: 8080 },
      expose: { http: { hosts, tls: { credentialName } } },
    },
  } as Parameters<typeof application>[0]);
const warned = async (applications: object, mesh: object = {}) => {
  const { faults, warnings } = await synthesize({ web: { revision: 'asm-1-30', applications } }, { mesh });
  expect(lines(faults)).toEqual([]);
  return lines(warnings);
};
const API = { gatewayApi: true, ingressGateways: [] };

test('two sites of one certificate are warned of, and one exposed port for both is not', async () => {
  const apart = { docs: site('docs', ['docs.example.com']), portal: site('portal', ['portal.example.com']) };
  expect(await warned(apart)).toEqual([expect.stringContaining('browsers reuse the connection')]);
  expect(await warned({ both: site('both', ['docs.example.com', 'portal.example.com']) })).toEqual([]);
});

test('with the Gateway API that cure does not hold, and a certificate for each host does', async () => {
  const hosts = ['example.com', '*.example.com'];
  expect(await warned({ site: site('site', hosts) }, API)).toEqual([
    expect.stringContaining('the Gateway API has a listener for each host'),
  ]);
  const own = { 'apex-tls': ['example.com'], 'any-tls': ['*.example.com'] };
  expect(await warned({ site: site('site', hosts, own) }, API)).toEqual([]);
});
