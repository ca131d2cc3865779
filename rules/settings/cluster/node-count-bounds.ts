import type { SettingRule } from '../../rule';

/** The autoscaler's upper bound is not below its lower bound. */
export const nodeCountBounds: SettingRule = ({ cluster: { nodePool } }) => {
  const { nodeCount, maxCount = nodeCount } = nodePool;
  if (maxCount >= nodeCount) return [];
  return [
    {
      path: 'cluster.nodePool.maxCount',
      value: maxCount,
      problem: `is less than nodeCount, which is ${nodeCount}`,
      fix: "raise 'maxCount' or lower 'nodeCount'",
    },
  ];
};
