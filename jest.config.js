// The setup and the teardown are TypeScript too.
require('tsx/cjs/api').register();

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  // Bare Node processes, each of which loads a module once for all its test files instead of once for each of them: the suite takes
  // 70 s of processor time, and 110 s with Jest's own runner and @swc/jest.
  runner: 'jest-light-runner/child-process',
  setupFiles: ['tsx', '<rootDir>/__tests__/temporary-folder/worker.ts'],
  globalSetup: '<rootDir>/__tests__/temporary-folder/setup.ts',
  globalTeardown: '<rootDir>/__tests__/temporary-folder/teardown.ts',
  // Jest leaves one processor free, which of two is half.
  maxWorkers: '100%',
  transform: {},
};
