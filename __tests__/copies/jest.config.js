/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config'),
  rootDir: '../..',
  testMatch: ['**/__tests__/copies/{changes,snapshots,update}.ts'],
  // Each copy runs the whole suite, and that has workers of its own.
  maxWorkers: 1,
};
