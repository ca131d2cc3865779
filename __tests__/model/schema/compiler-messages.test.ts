import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT, scratch } from '../../support';

/** Wrong workloads beside `orders`, which has the ports `http` and `tcp-amqp`, with what the compiler has to name. */
const MISTAKES: Readonly<Record<string, [web: string, named: string]>> = {
  'a call to an unknown workload': ["calls: { oders: 'http' }", "'oders'"],
  'a call to an unknown port': ["calls: { orders: { port: 'htp' } }", '"htp"'],
  'a call to an unknown port, in short': ["calls: { orders: 'htp' }", '"htp"'],
  'an unknown method': ["calls: { orders: { port: 'http', methods: ['Get'] } }", '"Get"'],
  'a method of a TCP port': ["calls: { orders: { port: 'tcp-amqp', methods: ['GET'] } }", "'methods'"],
  'an unknown port of another application': ["calls: { 'shop/cart': 'htp' }", '"htp"'],
  'an unknown exposed port': ["ports: { http: 80 }, expose: { grpc: { hosts: ['*'] } }", "'grpc'"],
  'a route to an unknown workload': [
    "ports: { http: 80 }, expose: { http: { hosts: ['*'], routes: [{ to: { workload: 'ordrs' } }] } }",
    '"ordrs"',
  ],
  'a mirror to an unknown workload': ["traffic: { mirror: { workload: 'ordrs' } }", '"ordrs"'],
  'a port name without a protocol': ['ports: { web: 80 }', 'a port name starts with a protocol'],
  'an unknown field': ["imag: 'x'", "'imag'"],
};

let errors: Map<string, string>;
beforeAll(() => {
  const folder = scratch();
  Object.values(MISTAKES).forEach(([web], index) =>
    writeFileSync(
      join(folder, `mistake-${index}.ts`),
      `import { application } from 'aks-istio-cdk';
const image = 'example.com/shop:1';
export const shop = application({
  web: { image, ${web} },
  orders: { image, ports: { http: 80, 'tcp-amqp': 5672 } },
});
`,
    ),
  );
  const compilerOptions = {
    paths: { 'aks-istio-cdk': [join(ROOT, 'index.ts')] },
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  errors = compile(folder);
});

/** What the compiler prints of each file, in full as in a terminal. */
function compile(folder: string): Map<string, string> {
  try {
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['--project', folder, '--pretty'], { cwd: folder });
    return new Map();
  } catch (error) {
    const output = stripVTControlCharacters(String((error as { stdout: Buffer }).stdout));
    return new Map(
      output.split(/^(?=mistake-\d+\.ts:\d+:\d+ - )/m).map((text) => [text.split(':')[0]!, text] as const),
    );
  }
}

test.each(Object.entries(MISTAKES))('%s is one short error that names it', (what, [, named]) => {
  const message = errors.get(`mistake-${Object.keys(MISTAKES).indexOf(what)}.ts`) ?? '';
  expect(message).toContain(named);
  expect(message.length).toBeLessThan(1000);
});
