import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../commands/environments';
import { scratch, TODAY } from '../support';
import { environmentFile, projectIn } from './project';

const folder = scratch();
const project = projectIn(folder, { shop: {} });
const broken = scratch();

test('an option that a command does not have is a fault with the one that is meant', () => {
  expect(project.run('main.ts', ['--srict'])).toEqual({
    status: 1,
    stdout: '',
    stderr:
      "1 fault; nothing was done.\n\n  npm run synth\n    problem: unknown option '--srict'\n" +
      '    fix:     Did you mean --strict? npm run synth -- --help lists what there is\n',
  });
});

describe('what a user writes wrong is a message without a trace:', () => {
  afterEach(() => project.write('shop', {}));
  const synth = () => project.run('main.ts', ['kubernetes'], { CDK8S_OUTDIR: join(folder, 'dist') });

  test('a missing comma, with the file, the line and the problem', () => {
    const text = environmentFile('shop').replace("tier: 'Free',", "tier: 'Free'");
    const line = text.slice(0, text.indexOf('nodePool:')).split('\n').length;
    project.write('shop', text);
    const { status, stdout, stderr } = synth();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `^1 fault; nothing was written\\.\\n\\n  \\S*environments/shop\\.ts, line ${line}\\n` +
          '    problem: Expected "}" but found "nodePool"\\n    fix:     fix that line, or the end of the line before it: .*\\n$',
      ),
    );
  });

  test('a file of an environment that the list forgets', () => {
    project.write('staging', {});
    const { status, stderr } = synth();
    rmSync(join(folder, 'environments/staging.ts'));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        '1 fault; nothing was written.\n\n  environments/staging.ts\n' +
        '    problem: is not in the list of environments/index.ts, so nothing is generated from it\n' +
        "    fix:     add it there as 'staging', or give the file the name that it has there; move files that are not environments into a folder\n",
    });
  });

  test.each([
    ['is no object', null, 'environments/index.ts is null'],
    ['has an environment in place of its function', { shop: {} }, 'environments/index.ts: shop'],
  ])('a list of environments that %s', (_, list, place) => {
    expect(() => loadEnvironments({}, TODAY, list as never)).toThrow(place);
  });

  test('a list of environments under another name, with the one that it should have', () => {
    const file = join(folder, 'environments/index.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('export const environments', 'export const enviroments'));
    const { status, stderr } = synth();
    writeFileSync(file, text);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        '1 fault; nothing was written.\n\n  environments/index.ts\n' +
        "    problem: does not export 'environments'\n    fix:     export it as 'environments', spelled like that\n",
    });
    expect(synth().status).toBe(0);
  });

  test('a field in the wrong place, with the file and the place where it belongs', () => {
    project.write(
      'shop',
      environmentFile('shop').replace('ingressGateways:', "tier: 'Free', ingressGateways:"),
    );
    const { status, stderr } = synth();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "1 fault; nothing was written.\n\n  shop: mesh.tier (environments/shop.ts) is 'Free'\n" +
        "    problem: unknown field\n    fix:     move it to 'cluster.tier'\n",
    });
  });

  test('a value that its schema does not accept, with the file that sets it', () => {
    project.write('shop', environmentFile('shop').replace("tier: 'Free'", "tier: 'free'"));
    expect(synth()).toEqual({
      status: 1,
      stdout: '',
      stderr:
        "1 fault; nothing was written.\n\n  shop: cluster.tier (environments/shop.ts) is 'free'\n" +
        "    problem: must be one of Free, Standard, Premium\n    fix:     set 'Free'\n",
    });
  });
});

test('a bug of the engine keeps its trace, which says where it is', () => {
  const other = projectIn(broken, { shop: {} });
  const file = join(broken, 'charts/mtls.ts');
  const text = readFileSync(file, 'utf8');
  other.writeEngine(
    'charts/mtls.ts',
    text.replace('super(scope, id, { namespace });', 'throw new TypeError("bug");'),
  );
  const { status, stderr } = other.run('main.ts', ['kubernetes'], { CDK8S_OUTDIR: join(broken, 'dist') });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^TypeError: bug\n\s+at new MtlsChart \(.*charts\/mtls\.ts:\d+/m);
  expect(readdirSync(broken)).not.toContain('dist');
});
