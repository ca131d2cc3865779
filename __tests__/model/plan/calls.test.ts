import { changed, plain } from '../../support';

const shop = { image: 'example.com/shop:1', ports: { http: 80 } };
const { resolveCall } = changed(plain, {
  namespaces: {
    front: {
      applications: {
        shop: { workloads: { web: shop, basket: shop } },
        mail: { workloads: { smtp: shop } },
      },
    },
    back: { applications: { shop: { workloads: { web: shop } }, stock: { workloads: { items: shop } } } },
    third: { applications: { stock: { workloads: { items: shop } }, audit: { workloads: { log: shop } } } },
  },
});
const from = { namespace: 'front', application: 'shop' };
const found = (callee: string, caller = from) => {
  const result = resolveCall(caller, callee);
  return typeof result === 'string' ? result : `${result.namespace}/${result.application}/${result.name}`;
};

test('a name alone is a workload of the same application in the same namespace', () => {
  expect(found('basket')).toBe('front/shop/basket');
  expect(found('web', { namespace: 'back', application: 'shop' })).toBe('back/shop/web');
});

test('application/workload is one of the same namespace, or of the only other that has it', () => {
  expect(found('mail/smtp')).toBe('front/mail/smtp');
  expect(found('audit/log')).toBe('third/audit/log');
  // Another namespace has it too, and the caller's own comes first.
  expect(found('shop/web', { namespace: 'back', application: 'stock' })).toBe('back/shop/web');
});

test('namespace/application/workload is that one', () => {
  expect(found('back/shop/web')).toBe('back/shop/web');
  expect(found('third/stock/items')).toBe('third/stock/items');
});

test('application/workload of several other namespaces is ambiguous', () => {
  expect(found('stock/items')).toBe(
    "several namespaces have it: write 'back/stock/items' or 'third/stock/items'",
  );
});

test.each([
  ['cart', "the application 'shop' has no workload 'cart'; it has web, basket"],
  ['basket/web', "there is no application 'basket'"],
  ['mail/web', "the application 'mail' has no workload 'web'; it has smtp"],
  ['stock/log', "the application 'stock' has no workload 'log'; it has items"],
  ['back/mail/smtp', "there is no application 'back/mail'"],
  ['nowhere/shop/web', "there is no application 'nowhere/shop'"],
])('%s does not exist, and it is said what does', (callee, problem) => {
  expect(found(callee)).toBe(problem);
});

test.each(['', '/', 'shop/', '/web', 'a/b/c/d', 'front//web'])('%j is no name of a workload', (callee) => {
  expect(found(callee)).toBe(
    "is not the name of a workload: write 'workload', 'application/workload' or 'namespace/application/workload'",
  );
});
