import { longTermSupportTier } from '../../../../rules/settings/cluster/long-term-support-tier';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('long-term support with the tier Premium is taken, and each tier without it', () => {
  const standard = changed(plain, { 'cluster.tier': 'Standard' });
  expect(
    [plain, standard, full].flatMap((environment) => settings(longTermSupportTier, environment)),
  ).toEqual([]);
});

test.each(['Free', 'Standard'])('long-term support with the tier %s is rejected', (tier) => {
  expect(settings(longTermSupportTier, changed(full, { 'cluster.tier': tier }))).toEqual([
    {
      path: 'cluster.tier',
      value: tier,
      problem: 'long-term support needs the tier Premium',
      fix: "raise 'cluster.tier', or remove 'cluster.supportPlan'",
    },
  ]);
});
