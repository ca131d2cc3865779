import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './support';

const docs = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => `docs/${file}`)];

/** A page without its blocks of code. */
function prose(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replaceAll(/^(`{3,})[^`\n]*\n.*?^\1$/gms, '');
}

/** The anchors of the headings of a page, as GitHub makes them. */
function anchors(page: string, level = '#+'): string[] {
  return [...prose(page).matchAll(new RegExp(`^${level} (.+)$`, 'gm'))].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The links of a page that lead nowhere. Pictures of applications are the user's: one may be gone. */
function brokenLinks(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^\w+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (target.startsWith('docs/graphs/')) return false;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchors(target).includes(anchor);
    });
}

test.each(pages)('every link of %s leads to a file, and to a heading of it where it names one', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test.each(pages)('every command of npm that %s names is there', (page) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const named = readFileSync(join(ROOT, page), 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g);
  expect([...named].map(([, name]) => name!).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

const longPages = docs.filter(
  (file) => readFileSync(join(ROOT, 'docs', file), 'utf8').split('\n').length > 300,
);

test.each(longPages)('docs/%s, which is long, lists its sections', (file) => {
  const page = `docs/${file}`;
  const [list = ''] = prose(page).split('\n## ');
  expect(list.match(/(?<=\]\(#)[^)]+/g)).toEqual(anchors(page, '##'));
});
