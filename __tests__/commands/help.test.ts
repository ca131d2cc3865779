import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runBeside } from '../support';

/** The files that npm runs, from the scripts of package.json. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const programs = Object.entries(scripts).flatMap(([script, line]) => {
  const [, file] = /^node commands\/start\.js (\S+)$/.exec(line) ?? [];
  return file !== undefined ? [[script, file] as const] : [];
});

test('the programs of package.json are known', () => {
  expect(programs.map(([script]) => script)).toEqual(
    expect.arrayContaining(['synth', 'verify', 'mesh:check-upgrade']),
  );
});

describe('asked for help,', () => {
  const answers = new Map<string, Awaited<ReturnType<typeof runBeside>>>();
  beforeAll(() =>
    Promise.all(
      programs.map(async ([script, file]) => {
        // Started from here, where nothing has to be made of them anew.
        answers.set(script, await runBeside(process.execPath, ['commands/start.js', file, '--help']));
      }),
    ),
  );

  test.each(programs)('npm run %s answers', (script) => {
    const { status, stdout, stderr } = answers.get(script)!;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: npm run ${script} --`);
  });
});
