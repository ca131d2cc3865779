/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config'),
  rootDir: '../..',
  testMatch: ['**/__tests__/cluster/{accepts,gateways,examples,refusals,rights,stops,verify}.ts'],
  globalSetup: '<rootDir>/__tests__/cluster/setup.ts',
  globalTeardown: '<rootDir>/__tests__/cluster/teardown.ts',
  // One control plane for all: the test files take turns.
  maxWorkers: 1,
};
