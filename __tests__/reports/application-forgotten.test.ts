import { application } from 'aks-istio-cdk';
import { lines, synthesize } from './synthesize';

const workloads = { web: { image: 'example.com/web:1.0.0', ports: { http: 8080 } } };
const shop = () => application(workloads);
const running = (value: unknown) =>
  synthesize({ shop: { revision: 'asm-1-30', applications: { shop: value } } });

test('workloads without application() are told to be given to it', async () => {
  const { faults } = await running(workloads);
  expect(lines(faults)).toContainEqual(
    expect.stringContaining(
      'shop.web (environments/test.ts): unknown field; give the workloads to application()',
    ),
  );
  expect(lines(faults).join()).not.toContain('madeAt');
  expect((await running(application(workloads))).faults).toEqual([]);
});

test('a function of an application is told to be called', async () => {
  const { faults } = await running(shop);
  expect(lines(faults)).toEqual([
    'test: namespaces.shop.applications.shop (environments/test.ts): must be an object: { ... }; set what application(), manifests() or helm() returns; call a function of yours that returns it, as in shop() instead of shop',
  ]);
  expect((await running(shop())).faults).toEqual([]);
});
