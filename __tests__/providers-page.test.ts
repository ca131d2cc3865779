import { join } from 'node:path';
import { PROVIDER_USES } from '../mesh/extension-providers';
import { page } from './copies/project';
import { copyWithPages, objectsOfPage, synthPages } from './examples';
import { IN, ingress, letIn, OUT, podOf } from './reports/proxies';
import { scratch } from './support';

test('docs/providers.md lists the kinds of each use', () => {
  const uses = {
    traces: 'tracing',
    'access logs': 'accessLogging',
    metrics: 'metrics',
    authorization: 'authorization',
  };
  const rows = [...page('docs/providers.md').matchAll(/^\| (\w[\w ]+?) +\| (`\w+`.*?) +\|/gm)];
  const listed = rows
    .filter(([, use]) => Object.hasOwn(uses, use!))
    .map(([, use, kinds]) => [
      uses[use as keyof typeof uses],
      [...kinds!.matchAll(/`(\w+)`/g)].map(([, kind]) => kind!).toSorted(),
    ]);
  const known = Map.groupBy(Object.entries(PROVIDER_USES), ([, use]) => use);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(
      [...known]
        .filter(([use]) => use !== 'nothing')
        .map(([use, kinds]) => [use, kinds.map(([kind]) => kind).toSorted()]),
    ),
  );
});

test('the examples of docs/providers.md let in whom the page names', () => {
  const project = join(scratch(), 'project');
  copyWithPages(project);
  synthPages(project, 'kubernetes');
  const objects = objectsOfPage(project, 'providers');
  const [collector, signIn] = [podOf('tracing', 'collector'), podOf('accounts', 'sign-in')];
  const outside = podOf('elsewhere', 'shop');
  for (const from of [podOf('accounts', 'accounts'), signIn, ingress('external')])
    expect(letIn(objects, from, collector, 4317)).toEqual(IN);
  expect(letIn(objects, outside, collector, 4317)).toEqual(OUT);
  expect(letIn(objects, ingress('external'), signIn, 4180)).toEqual(IN);
  expect(letIn(objects, podOf('accounts', 'accounts'), signIn, 4180)).toEqual(OUT);
});
