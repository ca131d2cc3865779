import { uniqueIngressGateways } from '../../../../rules/settings/gateways/unique-ingress-gateways';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('one gateway of each kind is taken, and none at all', () => {
  const none = changed(plain, { 'mesh.ingressGateways': [] });
  expect([plain, full, none].flatMap((environment) => settings(uniqueIngressGateways, environment))).toEqual(
    [],
  );
});

test('one gateway twice is rejected', () => {
  const twice = ['external', 'internal', 'external'];
  expect(settings(uniqueIngressGateways, changed(plain, { 'mesh.ingressGateways': twice }))).toEqual([
    {
      path: 'mesh.ingressGateways',
      value: twice,
      problem: 'names one gateway twice',
      fix: 'remove the second entry',
    },
  ]);
});
