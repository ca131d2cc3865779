import { allocatableCpu, requestedCpu, parseVcpus } from '../../aks/sizing';

test('the lab as it ends, nine sidecars behind one gateway, asks for 2100m', () => {
  expect(requestedCpu({ revisions: 1, ingressGateways: 1, sidecars: 9 })).toBe(2100);
});

test('an upgrade asks for a second control plane and a second Deployment of each gateway', () => {
  expect(requestedCpu({ revisions: 2, ingressGateways: 2, sidecars: 0 })).toBe(2 * (1000 + 400));
});

test.each([
  [2, 1900],
  [4, 3860],
  [8, 7820],
])('a node of %d vCPU has %dm to give', (vcpu, free) => {
  expect(allocatableCpu(vcpu)).toBe(free);
});

test.each([
  ['Standard_D8s_v5', 8],
  ['Standard_DS11_v2', undefined],
  ['Standard_D16pds_v6', 16],
  ['Standard_E32-8s_v5', 8],
  ['Standard_NV', undefined],
])('%s has %s vCPU by its name', (size, vcpu) => {
  expect(parseVcpus(size)).toBe(vcpu);
});

test('a gateway of the Gateway API has one Deployment, of two pods', () => {
  expect(requestedCpu({ revisions: 2, ingressGateways: 0, gateways: 3, sidecars: 0 })).toBe(2000 + 600);
});
